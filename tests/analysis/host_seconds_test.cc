// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/host_seconds.h"

#include <gtest/gtest.h>

namespace finrst {
namespace {

using Seconds = std::vector<HostSecond>;

TEST(HostSeconds, StatesLastUntilTheyChange) {
    const Seconds one = {{.second = 1, .close_wait = 2}, {.second = 9}};
    const Seconds other = {{.second = 5, .fin_wait_1 = 1, .close_wait = 1}};
    const Seconds sum = sumOf(one, other, 0);
    ASSERT_EQ(sum.size(), 3u);
    EXPECT_EQ(sum[0].close_wait, 2u);
    EXPECT_EQ(sum[1].second, 5);
    EXPECT_EQ(sum[1].close_wait, 3u);
    EXPECT_EQ(sum[2].close_wait, 1u);
    EXPECT_EQ(sum[2].fin_wait_1, 1u);
}

TEST(HostSeconds, ResetsAreOfTheirSecond) {
    const Seconds sum = sumOf({{.second = 1, .resets = 3}},
                              {{.second = 1, .resets = 1}, {.second = 2, .resets = 5}}, 0);
    ASSERT_EQ(sum.size(), 2u);
    EXPECT_EQ(sum[0].resets, 4u);
    EXPECT_EQ(sum[1].resets, 5u);
}

// In second 1, a bucket was given back: it counts there, and not later.
TEST(HostSeconds, BucketsAreTheMostOfTheSecondThatTheyGoIn) {
    const Seconds sum = sumOf({{.second = 1, .time_wait = 4, .tw_buckets = 5}},
                              {{.second = 2, .fin_wait_2 = 1, .tw_buckets = 1}}, 0);
    ASSERT_EQ(sum.size(), 2u);
    EXPECT_EQ(sum[0].tw_buckets, 5u);
    EXPECT_EQ(sum[1].tw_buckets, 5u);
    EXPECT_EQ(sum[1].time_wait, 4u);
}

TEST(HostSeconds, WhatBeganBeforeTheFirstOneGoesOn) {
    const Seconds sum = sumOf({{.second = 1, .resets = 3, .close_wait = 2}, {.second = 2}},
                              {{.second = 1, .resets = 1, .close_wait = 1}}, 7);
    ASSERT_EQ(sum.size(), 1u);
    EXPECT_EQ(sum[0].second, 7);
    EXPECT_EQ(sum[0].close_wait, 1u);
    EXPECT_EQ(sum[0].resets, 0u);
}

}  // namespace
}  // namespace finrst
