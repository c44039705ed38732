// SPDX-License-Identifier: GPL-2.0-or-later
// What must not change a verdict: other sequence numbers, another time, swapped addresses, frames
// captured twice, a capture that begins late, other connections between.
#include "main_conversations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <deque>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace finrst {
namespace {

using testing::ElementsAreArray;

/// What a new analysis says of the resets in `segments`, numbered from 1.
std::deque<Reset> replay(std::vector<Segment> segments) {
    CaptureAnalysis analysis;
    std::uint32_t frame = 0;
    for (Segment& segment : segments) {
        segment.frame = ++frame;
        analysis.add(segment);
    }
    return analysis.resets();
}

/// The verdicts, without those of copies.
std::vector<Verdict> verdicts(const std::deque<Reset>& resets) {
    std::vector<Verdict> found;
    for (const Reset& reset : resets) {
        if (!reset.is_copy) found.push_back(reset.verdict);
    }
    return found;
}

/// Each frame a second time, `delay` later.
std::vector<Segment> doubled(const std::vector<Segment>& segments, Duration delay) {
    std::vector<Segment> twice = segments;
    for (Segment copy : segments) {
        copy.time += delay;
        twice.push_back(copy);
    }
    std::stable_sort(twice.begin(), twice.end(),
                     [](const Segment& a, const Segment& b) { return a.time < b.time; });
    return twice;
}

class MainConversationTest : public testing::TestWithParam<MainConversation> {
  protected:
    std::vector<Segment> captured(const Conversation::Setup& setup = {}) {
        Conversation tcp(setup);
        GetParam().talk(tcp);
        return tcp.capture().segments();
    }
    auto asExpected() { return ElementsAreArray(GetParam().verdicts); }
};

INSTANTIATE_TEST_SUITE_P(, MainConversationTest, testing::ValuesIn(mainConversations()),
                         [](const auto& main) { return std::string(main.param.name); });

TEST_P(MainConversationTest, HasItsVerdicts) {
    EXPECT_THAT(verdicts(replay(captured())), asExpected());
}

TEST_P(MainConversationTest, HasItsVerdictsOverIpv6) {
    EXPECT_THAT(verdicts(replay(captured({.ip = IpVersion::kV6}))), asExpected());
}

// RFC 9293, 3.4: the numbers go around within the conversation.
TEST_P(MainConversationTest, WrapsAroundAnywhere) {
    for (std::uint32_t before = 0; before < 700; ++before) {
        const std::uint32_t isn = 0u - before;
        ASSERT_THAT(verdicts(replay(captured({.client_isn = isn, .server_isn = isn}))),
                    asExpected())
            << before << " before the wrap-around";
    }
}

TEST_P(MainConversationTest, IsTheSameSeenFromTheOtherAddress) {
    EXPECT_THAT(verdicts(replay(captured({.swap_addresses = true}))), asExpected());
    EXPECT_THAT(verdicts(replay(captured({.client_port = 6379, .server_port = 40'000}))),
                asExpected());
}

TEST_P(MainConversationTest, IsTheSameAtAnyTime) {
    std::vector<Segment> segments = captured();
    for (Segment& segment : segments) segment.time -= 1'000'000h;
    EXPECT_THAT(verdicts(replay(segments)), asExpected());
}

// A mirror port shows each frame twice.
TEST_P(MainConversationTest, IsTheSameWhenEachFrameIsCapturedTwice) {
    for (const Duration delay : {Duration(0), Duration(20us), Duration(150us)}) {
        EXPECT_THAT(verdicts(replay(doubled(captured(), delay))), asExpected());
        EXPECT_THAT(verdicts(replay(doubled(captured({.ip = IpVersion::kV6}), delay))),
                    asExpected());
    }
}

// Two mirrored ports, one of them slow: the copies come behind later segments.
TEST_P(MainConversationTest, IsTheSameWhenTheCopiesComeLate) {
    for (const Duration delay : {Duration(250us), Duration(450us), Duration(5ms)}) {
        std::vector<Verdict> found = verdicts(replay(doubled(captured(), delay)));
        ASSERT_FALSE(found.empty());
        EXPECT_EQ(found.front(), GetParam().verdicts.front()) << delay.count();
        EXPECT_EQ(std::count(found.begin(), found.end(), Verdict::kFinWait2Missing),
                  std::count(GetParam().verdicts.begin(), GetParam().verdicts.end(),
                             Verdict::kFinWait2Missing));
    }
}

TEST_P(MainConversationTest, SurvivesTimeThatRunsBackwards) {
    std::vector<Segment> segments = captured();
    const Time end = segments.back().time;
    for (Segment& segment : segments) segment.time = end - (segment.time - segments[0].time) / 1000;
    const std::deque<Reset> resets = replay(segments);
    ASSERT_EQ(resets.size(), GetParam().verdicts.size());
    for (const Reset& reset : resets) {
        EXPECT_GE(reset.connection_age, Duration::zero());
        EXPECT_GE(reset.response_time, Duration(-1));
        EXPECT_GE(reset.fin_wait_2_time, Duration(-1));
    }
}

// A capture that begins late knows less, and may not be sure of anything else.
TEST_P(MainConversationTest, NeverMisleadsWhenTheCaptureBeginsLate) {
    for (const IpVersion ip : {IpVersion::kV4, IpVersion::kV6}) {
        const std::vector<Segment> segments = captured({.ip = ip});
        const std::deque<Reset> full = replay(segments);
        for (std::size_t cut = 1; cut < segments.size(); ++cut) {
            const std::deque<Reset> late =
                replay({segments.begin() + static_cast<long>(cut), segments.end()});
            auto whole = full.rbegin();
            for (auto part = late.rbegin(); part != late.rend(); ++part, ++whole) {
                const Verdict verdict = part->verdict;
                if (part->certainty == Certainty::kCertain && verdict != Verdict::kStray) {
                    EXPECT_EQ(verdict, whole->verdict) << "from segment " << cut;
                }
                if (verdict == Verdict::kFinWait2Missing) {
                    EXPECT_EQ(whole->verdict, verdict) << "from segment " << cut;
                }
                EXPECT_LE(part->isAffected(), whole->isAffected()) << "from segment " << cut;
            }
        }
    }
}

/// `full` is what a capture without loss shows: where it knows, nothing else may become certain
/// with less, and no missing FIN-WAIT-2 socket appear.
void expectNoneMisleads(const std::deque<Reset>& full, const std::deque<Reset>& lossy) {
    ASSERT_EQ(full.size(), lossy.size());
    for (std::size_t i = 0; i < full.size(); ++i) {
        if (full[i].certainty == Certainty::kPossible) continue;
        const Verdict verdict = lossy[i].verdict;
        if (lossy[i].certainty == Certainty::kCertain && verdict != Verdict::kStray) {
            EXPECT_EQ(verdict, full[i].verdict);
        }
        if (verdict == Verdict::kFinWait2Missing && lossy[i].certainty != Certainty::kPossible) {
            EXPECT_EQ(verdict, full[i].verdict);
        }
    }
}

// A busy host captures not every frame.
TEST_P(MainConversationTest, NeverMisleadsWhenTheCaptureMissesAFrame) {
    for (const IpVersion ip : {IpVersion::kV4, IpVersion::kV6}) {
        const std::vector<Segment> segments = captured({.ip = ip});
        for (std::size_t missed = 0; missed < segments.size(); ++missed) {
            if (segments[missed].has(kRst)) continue;
            std::vector<Segment> rest = segments;
            rest.erase(rest.begin() + static_cast<long>(missed));
            SCOPED_TRACE(testing::Message() << "without " << missed + 1);
            expectNoneMisleads(replay(segments), replay(rest));
        }
    }
}

// ---- Random conversations ----------------------------------------------------------------------

/// Says something at random, but no data after a FIN; the last segment is then reset by a host that
/// has lost the connection, or an end aborts.
void talkAtRandom(Conversation& tcp, std::mt19937& random, int segments) {
    const auto dice = [&](unsigned sides) { return static_cast<unsigned>(random() % sides); };
    if (dice(4) != 0) tcp.handshake();
    std::array<bool, 2> closed{};
    bool from_client = true;
    for (int i = 0; i < segments; ++i) {
        tcp.after(std::chrono::microseconds(dice(2) == 0 ? dice(1000) : dice(400'000)));
        if (dice(12) == 0) tcp.uncaptured();
        if (dice(12) == 0) tcp.undelivered();
        from_client = dice(2) == 0;
        Conversation::Talker talker = from_client ? tcp.client() : tcp.server();
        bool& is_closed = closed[from_client];
        const unsigned choice = dice(7);
        if (choice < 2 && !is_closed) {
            talker.sends(1 + dice(1400));
        } else if (choice == 2 && !is_closed) {
            talker.fin(dice(4) == 0 ? dice(100) : 0);
            is_closed = true;
        } else if (choice == 3) {
            talker.probes();
        } else {
            talker.acks();
        }
    }
    if (dice(3) == 0) {
        tcp.client().aborts();
    } else {
        (from_client ? tcp.server() : tcp.client()).resetsPassively();
    }
}

class RandomConversationTest : public testing::Test {
  protected:
    static constexpr int kConversations = 2000;

    /// One after the other, each on ports of its own.
    static std::vector<Segment> talk(unsigned seed, const Conversation::Setup& setup) {
        std::mt19937 random(seed);
        Conversation tcp(setup);
        talkAtRandom(tcp, random, 2 + static_cast<int>(seed % 9));
        return tcp.capture().segments();
    }
};

/// What is said of each reset, without what names sequence numbers.
std::vector<std::tuple<Verdict, Certainty, Cause, Trigger, TcpState, std::uint32_t>> findings(
    const std::deque<Reset>& resets) {
    std::vector<std::tuple<Verdict, Certainty, Cause, Trigger, TcpState, std::uint32_t>> found;
    for (const Reset& r : resets) {
        found.emplace_back(r.verdict, r.certainty, r.cause, r.trigger, r.sender_state,
                           r.trigger_frame);
    }
    return found;
}

TEST_F(RandomConversationTest, MeansTheSameWithOtherSequenceNumbers) {
    for (unsigned seed = 0; seed < kConversations; ++seed) {
        const auto here = findings(replay(talk(seed, {})));
        const auto there = findings(
            replay(talk(seed, {.client_isn = 0xfffffff0 - seed, .server_isn = 0x80000000 - seed})));
        ASSERT_EQ(here, there) << "seed " << seed;
    }
}

TEST_F(RandomConversationTest, MeansTheSameFromTheOtherSide) {
    for (unsigned seed = 0; seed < kConversations; ++seed) {
        ASSERT_EQ(findings(replay(talk(seed, {}))),
                  findings(replay(talk(seed, {.swap_addresses = true}))))
            << "seed " << seed;
    }
}

TEST_F(RandomConversationTest, HasTheSameVerdictWhenEachFrameIsCapturedTwice) {
    for (unsigned seed = 0; seed < kConversations; ++seed) {
        const std::vector<Segment> segments = talk(seed, {});
        ASSERT_EQ(verdicts(replay(segments)), verdicts(replay(doubled(segments, 20us))))
            << "seed " << seed;
    }
}

TEST_F(RandomConversationTest, IsNotConfusedByOtherConnections) {
    std::mt19937 random(7);
    std::vector<std::vector<Segment>> queues;
    std::vector<std::vector<Verdict>> alone;
    std::size_t segments = 0;
    for (unsigned i = 0; i < 200; ++i) {
        const auto port = static_cast<std::uint16_t>(20'000 + i);
        queues.push_back(talk(i, {.client_port = port}));
        alone.push_back(verdicts(replay(queues.back())));
        segments += queues.back().size();
    }
    std::vector<Segment> mixed;
    std::vector<std::size_t> next(queues.size(), 0);
    for (std::size_t left = segments; left > 0;) {
        const std::size_t i = random() % queues.size();
        if (next[i] == queues[i].size()) continue;
        mixed.push_back(queues[i][next[i]++]);
        mixed.back().frame = static_cast<std::uint32_t>(mixed.size());
        --left;
    }
    std::vector<std::vector<Verdict>> together(queues.size());
    CaptureAnalysis analysis;
    for (const Segment& segment : mixed) analysis.add(segment);
    for (const Reset& reset : analysis.resets()) {
        const Connection& connection = analysis.connectionOf(reset);
        const std::uint16_t port = std::max(connection.port(Side::kA), connection.port(Side::kB));
        together[port - 20'000u].push_back(reset.verdict);
    }
    EXPECT_EQ(alone, together);
}

TEST_F(RandomConversationTest, NeverMisleadsWhenTheCaptureMissesAFrame) {
    for (unsigned seed = 0; seed < kConversations; ++seed) {
        const std::vector<Segment> segments = talk(seed, {.ip = IpVersion::kV6});
        const std::deque<Reset> full = replay(segments);
        for (std::size_t missed = 0; missed + 1 < segments.size(); ++missed) {
            std::vector<Segment> rest = segments;
            rest.erase(rest.begin() + static_cast<long>(missed));
            SCOPED_TRACE(testing::Message() << "seed " << seed << " without " << missed + 1);
            expectNoneMisleads(full, replay(rest));
            if (HasFailure()) return;
        }
    }
}

// Nothing that a capture holds may make the analysis say something impossible.
TEST_F(RandomConversationTest, NeverClaimsMoreThanTheSegmentsShow) {
    for (unsigned seed = 0; seed < kConversations; ++seed) {
        for (const Reset& reset : replay(talk(seed, {}))) {
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
