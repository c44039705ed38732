// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/bucket_replay.h"

#include <gtest/gtest.h>

namespace finrst {
namespace {

using namespace std::chrono_literals;
using Outcome = BucketRequest::Outcome;

constexpr Time kStart{1'700'000'000s};

/// A close at `begin` whose bucket, if there was one, lived for a minute.
BucketRequest closeAt(Duration begin, Outcome outcome = Outcome::kUnseen) {
    return {kStart + begin, kStart + begin, kStart + begin + 60s, outcome};
}

TEST(BucketReplay, HoldsAllWithoutALimit) {
    const BucketReplay replay =
        replayBuckets({closeAt(0s), closeAt(1s), closeAt(2s)}, std::nullopt);
    EXPECT_EQ(replay.peak, 3u);
    EXPECT_EQ(replay.unseen_refusals, 0u);
}

TEST(BucketReplay, RefusesWhatNothingShowsWhenTheTableIsFull) {
    const BucketReplay replay = replayBuckets({closeAt(0s), closeAt(1s), closeAt(2s)}, 2);
    EXPECT_EQ(replay.peak, 2u);
    EXPECT_EQ(replay.unseen_refusals, 1u);
    EXPECT_EQ(replay.granted.size(), 2u);
}

TEST(BucketReplay, GrantsAgainWhenABucketHasExpired) {
    const BucketReplay replay = replayBuckets({closeAt(0s), closeAt(1s), closeAt(61s)}, 1);
    EXPECT_EQ(replay.unseen_refusals, 1u);
    EXPECT_EQ(replay.granted.size(), 2u);
}

TEST(BucketReplay, NeverHoldsWhatTheCaptureShowsAsRefused) {
    const BucketReplay replay =
        replayBuckets({closeAt(0s), closeAt(1s, Outcome::kRefused)}, std::nullopt);
    EXPECT_EQ(replay.peak, 1u);
    EXPECT_EQ(replay.unseen_refusals, 0u);
}

TEST(BucketReplay, BelievesTheCaptureMoreThanTheLimit) {
    const BucketReplay replay = replayBuckets({closeAt(0s), closeAt(1s, Outcome::kGranted)}, 1);
    EXPECT_EQ(replay.peak, 2u);
    EXPECT_EQ(replay.contradictions, 1u);
}

TEST(BucketReplay, TakesClosesInTheOrderOfTime) {
    const BucketReplay replay = replayBuckets({closeAt(5s), closeAt(0s)}, std::nullopt);
    ASSERT_EQ(replay.granted.size(), 2u);
    EXPECT_LT(replay.granted[0].begin, replay.granted[1].begin);
}

std::uint32_t likeliestLimit(const std::vector<BucketRequest>& requests, std::uint32_t least,
                             std::uint32_t most) {
    LimitSearch search(requests, least, most);
    while (search.step()) {
    }
    return search.likeliest();
}

// Refused at one time, granted at another: only 2 explains both.
TEST(LikeliestLimit, ContradictsTheFewestCloses) {
    const std::vector<BucketRequest> requests = {
        closeAt(0s), closeAt(1s), closeAt(2s, Outcome::kRefused), closeAt(61s, Outcome::kGranted),
        closeAt(62s, Outcome::kGranted)};
    EXPECT_EQ(likeliestLimit(requests, 1, 4), 2u);
}

TEST(LikeliestLimit, LiesInTheMiddleWhereNothingDecides) {
    EXPECT_EQ(likeliestLimit({}, 10, 20), 15u);
}

TEST(BucketsNeeded, AreTheMostHeldInAMinute) {
    EXPECT_EQ(bucketsNeeded({closeAt(0s), closeAt(30s), closeAt(61s), closeAt(120s)}, 120s), 2u);
}

TEST(BucketsNeeded, FollowFromTheRateInAShortCapture) {
    EXPECT_EQ(bucketsNeeded({closeAt(0s), closeAt(5s), closeAt(10s)}, 10s), 18u);
}

}  // namespace
}  // namespace finrst
