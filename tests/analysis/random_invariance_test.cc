// SPDX-License-Identifier: GPL-2.0-or-later
// What must not change what is said of a reset, on thousands of random conversations.
#include "misleading.h"
#include "random_conversation.h"
#include "replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace finrst {
namespace {

constexpr unsigned kConversations = 4000;
/// Others with --gtest_shuffle --gtest_random_seed=N.
unsigned firstSeed() {
    return static_cast<unsigned>(testing::UnitTest::GetInstance()->random_seed()) * kConversations;
}

/// Both IP versions in turn: their headers tell different things.
std::vector<Segment> talk(unsigned seed, std::uint16_t client_port = 40'000) {
    return randomConversation(
        seed, {.ip = seed % 2 == 0 ? IpVersion::kV4 : IpVersion::kV6, .client_port = client_port});
}

/// True when what came before the first RST shows whether frames were captured twice: without an IP
/// ID, equal ACKs may be copies or not, and so may the RSTs that answer them.
bool tellsCopies(const std::vector<Segment>& segments) {
    for (const Segment& segment : segments) {
        if (segment.has(kRst)) return false;
        if (segment.ip.id != 0 || segment.sequenceLength() > 0) return true;
    }
    return false;
}

using Change = std::function<std::vector<Segment>(const std::vector<Segment>&)>;

void expectTheSameAfter(const Change& change) {
    for (unsigned seed = firstSeed(); seed < firstSeed() + kConversations; ++seed) {
        const std::vector<Segment> segments = talk(seed);
        ASSERT_EQ(findings(replay(segments)), findings(replay(change(segments))))
            << "seed " << seed;
    }
}

TEST(RandomConversation, MeansTheSameWithOtherSequenceNumbers) {
    expectTheSameAfter([](const auto& segments) { return withOtherNumbers(segments, 1); });
}

TEST(RandomConversation, MeansTheSameFromTheOtherSide) {
    expectTheSameAfter(withSwappedAddresses);
}

TEST(RandomConversation, MeansTheSameAtAnyTime) {
    expectTheSameAfter([](const auto& segments) { return shiftedInTime(segments, 500'000h); });
    expectTheSameAfter([](const auto& segments) { return shiftedInTime(segments, -1'000'000h); });
}

TEST(RandomConversation, MeansTheSameWhenEachFrameIsCapturedTwice) {
    for (const Duration delay : {Duration(0), Duration(20us), Duration(150us)}) {
        expectTheSameAfter([&](const auto& segments) {
            return tellsCopies(segments) ? doubled(segments, delay) : segments;
        });
    }
}

/// Conversations of the same two hosts at the same time, each on a port of its own.
std::vector<std::vector<Segment>> manyConversations(unsigned first_seed) {
    std::vector<std::vector<Segment>> conversations;
    for (unsigned i = 0; i < 200; ++i) {
        conversations.push_back(talk(first_seed + i, static_cast<std::uint16_t>(20'000 + i)));
    }
    return conversations;
}

/// All segments of a host numbered by one counter, as with Windows; passive answers keep their 0.
std::vector<Segment> countedByHost(std::vector<Segment> segments) {
    std::map<Address, std::uint16_t> counters;
    for (Segment& segment : segments) {
        if (segment.ip.id != 0) segment.ip.id = ++counters[segment.source];
    }
    return segments;
}

/// Of the conversation on this port, which is the client's.
std::vector<Finding> findingsOf(const CaptureAnalysis& analysis, std::uint16_t port) {
    std::deque<Reset> resets;
    for (const Reset& reset : analysis.resets()) {
        const Connection& connection = analysis.connectionOf(reset);
        if (std::max(connection.port(Side::kA), connection.port(Side::kB)) == port) {
            resets.push_back(reset);
        }
    }
    return findings(resets);
}

void expectTheSameAmongOthers(const std::vector<Segment>& mixed) {
    CaptureAnalysis analysis;
    std::uint32_t frame = 0;
    for (Segment segment : mixed) {
        segment.frame = ++frame;
        analysis.add(segment);
    }
    for (const std::vector<Segment>& alone : byConversation(mixed)) {
        const Segment& any = alone.front();
        const std::uint16_t port = std::max(any.source_port, any.destination_port);
        ASSERT_EQ(findings(replay(alone)), findingsOf(analysis, port)) << "on port " << port;
    }
}

TEST(RandomConversation, MeansTheSameAmongOthers) {
    std::mt19937 random(7);
    for (unsigned seed = firstSeed(); seed < firstSeed() + kConversations; seed += 200) {
        SCOPED_TRACE(testing::Message() << "from seed " << seed);
        const std::vector<Segment> mixed = interleaved(manyConversations(seed), 2s, random);
        expectTheSameAmongOthers(mixed);
        expectTheSameAmongOthers(countedByHost(mixed));
    }
}

TEST(RandomConversation, NeverMisleadsWhenTheCaptureMissesAFrame) {
    for (unsigned seed = firstSeed(); seed < firstSeed() + kConversations; ++seed) {
        const std::vector<Segment> segments = talk(seed);
        const std::deque<Reset> full = replay(segments);
        for (std::size_t missed = 0; missed + 1 < segments.size(); ++missed) {
            if (segments[missed].has(kRst)) continue;
            std::vector<Segment> rest = segments;
            rest.erase(rest.begin() + static_cast<long>(missed));
            SCOPED_TRACE(testing::Message() << "seed " << seed << " without " << missed + 1);
            expectNoneMisleads(full, replay(rest));
            if (testing::Test::HasFailure()) return;
        }
    }
}

TEST(RandomConversation, NeverMisleadsWhenTheCaptureBeginsLate) {
    for (unsigned seed = firstSeed(); seed < firstSeed() + kConversations; ++seed) {
        const std::vector<Segment> segments = talk(seed);
        const std::deque<Reset> full = replay(segments);
        for (auto begin = segments.begin(); begin != segments.end(); ++begin) {
            SCOPED_TRACE(testing::Message()
                         << "seed " << seed << " from segment " << begin - segments.begin() + 1);
            expectNoneMisleads(full, replay({begin, segments.end()}));
            if (testing::Test::HasFailure()) return;
        }
    }
}

// Nothing that a capture holds may make the analysis say something impossible.
TEST(RandomConversation, IsNeverClaimedToShowMoreThanItDoes) {
    for (unsigned seed = firstSeed(); seed < firstSeed() + kConversations; ++seed) {
        for (const Reset& reset : replay(talk(seed))) {
            if (reset.verdict == Verdict::kFinWait2Missing && reset.isAffected() &&
                reset.certainty != Certainty::kPossible) {
                ASSERT_NE(reset.own_fin_frame, 0u) << "seed " << seed;
                ASSERT_GT(reset.own_fin_ack_frame, 0u) << "seed " << seed;
                ASSERT_LT(reset.own_fin_ack_frame, reset.trigger_frame) << "seed " << seed;
                ASSERT_EQ(reset.origin, Origin::kPassive) << "seed " << seed;
            }
            ASSERT_LT(reset.trigger_frame, reset.frame) << "seed " << seed;
        }
    }
}

}  // namespace
}  // namespace finrst
