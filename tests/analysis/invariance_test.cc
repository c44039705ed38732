// SPDX-License-Identifier: GPL-2.0-or-later
// What must not change a verdict: other sequence numbers, another time, swapped addresses, frames
// captured twice, a capture that begins late, other connections between.
#include "main_conversations.h"
#include "misleading.h"
#include "replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

namespace finrst {
namespace {

using testing::ElementsAreArray;

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

}  // namespace
}  // namespace finrst
