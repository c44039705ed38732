// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/bucket_replay.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace finrst {
namespace {

using namespace std::chrono_literals;
using Outcome = BucketRequest::Outcome;

constexpr Time kStart{1'700'000'000s};

/// A close at `begin` whose bucket, if there was one, lived for a minute.
BucketRequest closeAt(Duration begin, Outcome outcome = Outcome::kUnseen) {
    return {kStart + begin, kStart + begin, kStart + begin + 60s, outcome};
}

BucketReplay replayBuckets(const std::vector<BucketRequest>& requests,
                           std::optional<std::uint32_t> limit) {
    BucketReplayMaker maker(requests, limit);
    while (maker.step()) {
    }
    return maker.take();
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
    std::vector<BucketRequest> requests = {closeAt(5s), closeAt(0s)};
    sortByBegin(requests);
    EXPECT_EQ(requests[0].begin, kStart);
    EXPECT_EQ(requests[1].begin, kStart + 5s);
}

TEST(BucketReplay, EndsABucketBeforeTheNextClose) {
    const BucketReplay replay = replayBuckets({closeAt(0s), closeAt(60s)}, std::nullopt);
    EXPECT_EQ(replay.peak, 1u);
    ASSERT_EQ(replay.steps.size(), 4u);
    EXPECT_EQ(replay.steps[1].time, kStart + 60s);
    EXPECT_EQ(replay.steps[1].held, 0u);
    EXPECT_EQ(replay.steps[3].held, 0u);
}

// For a window that must answer meanwhile, in the replay as in the search for a limit.
TEST(BucketReplay, TakesManyClosesInManySteps) {
    const std::vector<BucketRequest> requests(500'000, closeAt(0s));
    BucketReplayMaker maker(requests, std::nullopt);
    int steps = 1;
    while (maker.step()) ++steps;
    EXPECT_GT(steps, 20);
    EXPECT_EQ(maker.take().steps.size(), 1'000'000u);
    LimitSearch search(requests, 7, 7);
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(search.step());
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

TEST(BucketsNeeded, CountsABucketThatLivesLonger) {
    std::vector<BucketRequest> requests = {closeAt(0s), closeAt(90s), closeAt(120s)};
    requests[0].end = kStart + 100s;  // its peer closed late
    EXPECT_EQ(bucketsNeeded(requests, 120s), 2u);
}

TEST(BucketsNeeded, FollowFromTheRateInAShortCapture) {
    EXPECT_EQ(bucketsNeeded({closeAt(0s), closeAt(5s), closeAt(10s)}, 10s), 18u);
}

}  // namespace
}  // namespace finrst
