// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"

#include <gtest/gtest.h>

namespace finrst {
namespace {

TEST(AfterReset, LaterSegmentsMeetNoSocket) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(100);
    const Reset& first = tcp.server().aborts();
    tcp.client().fin();
    const Reset& second = tcp.server().resetsPassively();
    EXPECT_EQ(second.verdict, Verdict::kAfterReset);
    EXPECT_EQ(second.certainty, Certainty::kCertain);
    EXPECT_EQ(second.first_reset_frame, first.frame);
    EXPECT_FALSE(second.isAffected());
}

TEST(AfterReset, PeerThatWasResetAnswersWithResetToo) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().aborts();
    tcp.client().sends(10);
    EXPECT_EQ(tcp.server().resetsPassively().verdict, Verdict::kAfterReset);
}

// A stale segment was reset with numbers that the connection ignores: it goes on, and its own end
// is judged by itself.
TEST(AfterReset, IsNotSaidWhereTheFirstResetWasIgnored) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.server().seq(SequenceNumber(1234)).resetsBarely();
    for (int i = 0; i < 3; ++i) {
        tcp.after(1s);
        tcp.request();
    }
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_TRUE(reset.isAffected());
}

// Too soon to know whether the first reset was ignored: not certain.
TEST(AfterReset, IsOnlyPossibleWhereTheHostAnsweredAfterTheFirst) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(100);
    tcp.server().resetsPassively();
    tcp.server().acks();
    tcp.client().aborts();
    const Reset& second = tcp.capture().analysis().resets().back();
    EXPECT_EQ(second.verdict, Verdict::kAfterReset);
    EXPECT_EQ(second.certainty, Certainty::kPossible);
}

}  // namespace
}  // namespace finrst
