// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/step_sort.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>

namespace finrst {
namespace {

using Item = std::pair<std::uint32_t, std::size_t>;  // what it is sorted by, and its place before

struct ByFirst {
    bool operator()(const Item& a, const Item& b) const { return a.first < b.first; }
};

std::vector<Item> sorted(const std::vector<Item>& items) {
    StepSort<Item, ByFirst> sort;
    for (const Item& item : items) sort.add(item);
    while (sort.step()) {
    }
    return sort.items();
}

TEST(StepSort, SortsAsAStableSortDoes) {
    std::mt19937 random(1);
    for (const std::size_t count : {0, 1, 2, 32767, 32768, 32769, 65536, 65537, 100'000, 300'001}) {
        std::vector<Item> items;
        for (std::size_t i = 0; i < count; ++i) items.emplace_back(random() % 1000, i);
        const std::vector<Item> found = sorted(items);
        std::stable_sort(items.begin(), items.end(), ByFirst());
        EXPECT_EQ(found, items) << count;
    }
}

/// Of twice as many, each step compares no more.
TEST(StepSort, TakesStepsOfOneSize) {
    const auto mostAtOnce = [](std::uint32_t count) {
        std::size_t comparisons = 0;
        const auto counting = [&](std::uint32_t a, std::uint32_t b) {
            ++comparisons;
            return a < b;
        };
        StepSort<std::uint32_t, decltype(counting)> sort(counting);
        for (std::uint32_t i = 0; i < count; ++i) sort.add(i * 2'654'435'761u);
        std::size_t most = 0;
        for (bool is_more = true; is_more; comparisons = 0) {
            is_more = sort.step();
            most = std::max(most, comparisons);
        }
        return most;
    };
    EXPECT_LT(mostAtOnce(800'000), mostAtOnce(400'000) * 11 / 10);
}

TEST(StepSort, MovesWhatCannotBeCopied) {
    const auto byValue = [](const auto& a, const auto& b) { return *a < *b; };
    StepSort<std::unique_ptr<int>, decltype(byValue)> sort(byValue);
    for (int i = 0; i < 70'000; ++i) sort.add(std::make_unique<int>(-i));
    while (sort.step()) {
    }
    EXPECT_EQ(*sort.items().front(), -69'999);
    EXPECT_EQ(*sort.items().back(), 0);
}

}  // namespace
}  // namespace finrst
