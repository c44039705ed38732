// SPDX-License-Identifier: GPL-2.0-or-later
// What must not change what is said of a reset, on captures of a real kernel.
#include "misleading.h"
#include "replay.h"
#include "support/sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>

namespace finrst {
namespace {

using Change = std::function<std::vector<Segment>(const std::vector<Segment>&)>;

/// Behind a NAT, numbers and times show that two four-tuples are one connection.
bool isOfNat(const std::filesystem::path& sample) {
    return sample.parent_path().filename() == "nat";
}

/// What the connections of a host before it showed of the way there.
bool isToldByDistance(const std::filesystem::path& sample) {
    return sample.filename().string().starts_with("router-refuses-for-far-host");
}

void expectTheSameAfter(
    const Change& change,
    bool (*is_left_out)(const std::filesystem::path&) = [](const auto&) { return false; }) {
    for (const std::filesystem::path& sample : samples()) {
        if (is_left_out(sample)) continue;
        const std::vector<Segment> segments = readSegments(sample);
        EXPECT_EQ(findings(replay(segments)), findings(replay(change(segments)))) << sample;
    }
}

// The tests below would say nothing of samples that are not understood.
TEST(Sample, HoldsResetsUnlessItIsHealthy) {
    EXPECT_GE(samples().size(), 100u);
    for (const std::filesystem::path& sample : samples()) {
        const std::string name = sample.filename();
        const std::vector<Segment> segments = readSegments(sample);
        const bool resets = std::any_of(segments.begin(), segments.end(),
                                        [](const Segment& s) { return s.has(kRst); });
        EXPECT_FALSE(segments.empty()) << sample;
        const bool silent = name.starts_with("healthy") || name.starts_with("overflow-silent");
        if (silent || name.starts_with("overflow")) {
            EXPECT_EQ(resets, !silent) << sample;
        }
    }
}

TEST(Sample, MeansTheSameWithOtherSequenceNumbers) {
    for (unsigned seed = 0; seed < 10; ++seed) {
        expectTheSameAfter([&](const auto& segments) { return withOtherNumbers(segments, seed); },
                           isOfNat);
    }
}

TEST(Sample, MeansTheSameFromTheOtherSide) {
    expectTheSameAfter(withSwappedAddresses);
}

TEST(Sample, MeansTheSameAtAnyTime) {
    expectTheSameAfter([](const auto& segments) { return shiftedInTime(segments, 100'000h); });
    expectTheSameAfter([](const auto& segments) { return shiftedInTime(segments, -1'000'000h); });
}

TEST(Sample, MeansTheSameWhenEachFrameIsCapturedTwice) {
    for (const Duration delay : {Duration(0), Duration(5us), Duration(20us)}) {
        expectTheSameAfter([&](const auto& segments) { return doubled(segments, delay); });
    }
}

/// How often each finding was made: other orders of the same resets are equal.
std::map<std::string, int> counted(const std::vector<Segment>& segments) {
    std::map<std::string, int> counts;
    for (const Finding& finding : findings(replay(segments))) {
        ++counts[testing::PrintToString(finding)];
    }
    return counts;
}

TEST(Sample, MeansTheSameHoweverItsConversationsInterleave) {
    std::mt19937 random(7);
    for (const std::filesystem::path& sample : samples()) {
        if (isOfNat(sample) || isToldByDistance(sample)) continue;
        const std::vector<Segment> segments = readSegments(sample);
        const auto conversations = byConversation(segments);
        for (const Duration span : {Duration(1ms), Duration(1s), Duration(100s)}) {
            EXPECT_EQ(counted(segments), counted(interleaved(conversations, span, random)))
                << sample;
        }
    }
}

TEST(Sample, NeverMisleadsWhenTheCaptureBeginsLate) {
    for (const std::filesystem::path& sample : samples()) {
        const std::vector<Segment> segments = readSegments(sample);
        const std::deque<Reset> full = replay(segments);
        const std::size_t step = 1 + segments.size() / 200;
        for (std::size_t cut = 0; cut < segments.size(); cut += step) {
            SCOPED_TRACE(testing::Message() << sample << " from segment " << cut + 1);
            expectNoneMisleads(full,
                               replay({segments.begin() + static_cast<long>(cut), segments.end()}));
        }
    }
}

}  // namespace
}  // namespace finrst
