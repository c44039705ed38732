// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/log_histogram.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace finrst {
namespace {

TEST(LogHistogram, SaysNothingOfNoValues) {
    EXPECT_EQ(LogHistogram().quantiles().max, 0u);
}

TEST(LogHistogram, KnowsSmallValuesAndTheEndsToTheLast) {
    LogHistogram histogram;
    for (std::uint64_t value = 3; value <= 13; ++value) histogram.add(value);
    histogram.add(1'000'003);
    const Quantiles<std::uint64_t> found = histogram.quantiles();
    EXPECT_EQ(found.min, 3u);
    EXPECT_EQ(found.p10, 4u);
    EXPECT_EQ(found.median, 8u);
    EXPECT_EQ(found.p90, 12u);
    EXPECT_EQ(found.max, 1'000'003u);
}

void expectNear(std::uint64_t found, std::uint64_t exact) {
    const std::uint64_t apart = found > exact ? found - exact : exact - found;
    EXPECT_LE(apart, exact / 32 + 1) << exact;
}

TEST(LogHistogram, IsOffByOnePartInThirtyTwoAtMost) {
    std::mt19937_64 random(1);
    for (const unsigned bits : {5u, 10u, 40u, 63u}) {
        LogHistogram histogram;
        std::vector<std::uint64_t> values;
        for (int i = 0; i < 1000; ++i) {
            values.push_back(random() >> (64 - bits) >> random() % bits);
            histogram.add(values.back());
        }
        const auto exact = Quantiles<std::uint64_t>::of(values);
        const auto found = histogram.quantiles();
        expectNear(found.p10, exact.p10);
        expectNear(found.median, exact.median);
        expectNear(found.p90, exact.p90);
    }
}

TEST(LogHistogram, HoldsTheGreatestValueThereIs) {
    LogHistogram histogram;
    histogram.add(~std::uint64_t{0});
    EXPECT_EQ(histogram.quantiles().median, ~std::uint64_t{0});
}

}  // namespace
}  // namespace finrst
