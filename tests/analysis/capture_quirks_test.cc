// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"

#include <gtest/gtest.h>

namespace finrst {
namespace {

// Mirror ports, capture queues and late starts.

TEST(MirrorPort, CopyOfAResetIsNoSecondReset) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Reset& reset = tcp.after(1s).client().aborts();
    const Reset* copy = tcp.mirrored();
    ASSERT_NE(copy, nullptr);
    EXPECT_TRUE(copy->is_copy);
    EXPECT_EQ(copy->verdict, reset.verdict);
    EXPECT_EQ(copy->first_reset_frame, reset.frame);
    EXPECT_TRUE(copy->counter_evidence.has(Evidence::kCopyOfReset));
}

// Two answers of Linux to two segments are equal to the bit.
TEST(MirrorPort, EqualResetsOfACaptureWithoutCopiesAreTwo) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    const Segment data = tcp.server().sends(31);
    const Segment fin = tcp.server().fin();
    tcp.client().resetsPassively(data);
    const Reset& second = tcp.client().resetsPassively(fin);
    EXPECT_FALSE(second.is_copy);
    EXPECT_EQ(second.verdict, Verdict::kAfterReset);
}

// Nothing in this conversation but the RST itself shows that frames were captured twice.
TEST(MirrorPort, ResetThatNothingAskedForIsACopy) {
    Conversation tcp({.ip = IpVersion::kV6});
    tcp.client().acks();
    tcp.server().acks();
    tcp.client().aborts();
    EXPECT_TRUE(tcp.mirrored()->is_copy);
}

// Nor are two answers of Windows, whose `ack` repeats `seq`.
TEST(MirrorPort, ResetsWithOtherNumbersAreNoCopies) {
    Conversation tcp;
    tcp.handshake();
    const auto at = [](std::uint32_t number) {
        return [number](Segment& segment) {
            segment.seq = segment.ack = SequenceNumber(number);
            segment.ip.id = 77;
        };
    };
    tcp.client().with(at(2000)).aborts();
    EXPECT_FALSE(tcp.client().with(at(3000)).aborts().is_copy);
}

TEST(MirrorPort, CopyOfAResetAnswersNothingElse) {
    Conversation tcp({.ip = IpVersion::kV6});
    tcp.handshake();
    tcp.mirrored();
    tcp.client().fin();
    tcp.mirrored();
    tcp.after(41ms).server().acks();
    const Segment data = tcp.server().sends(31);
    tcp.mirrored();
    const Segment fin = tcp.server().fin();
    tcp.mirrored();
    tcp.client().resetsPassively(data);
    tcp.mirrored();
    const Reset& second = tcp.client().resetsPassively(fin);
    EXPECT_FALSE(second.is_copy);
    EXPECT_EQ(second.trigger_frame, fin.frame);
}

TEST(MirrorPort, ResetThatTellsItsReasonHasCopiesToo) {
    Conversation tcp;
    tcp.handshake();
    const auto with_option = [](Segment& segment) { segment.has_mptcp_reset = true; };
    tcp.client().with(with_option).aborts();
    const Reset* copy = tcp.mirrored();
    EXPECT_TRUE(copy->is_copy);
    EXPECT_EQ(copy->verdict, Verdict::kSelfDescribed);
}

// A repeated pure ACK is no news: the RST answers the first.
TEST(MirrorPort, CopyOfTheAckOfTheOwnFinIsNotASecondAck) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    const Segment ack = tcp.capture().segments().back();
    tcp.atOnce().mirrored();
    EXPECT_EQ(tcp.atOnce().client().resetsPassively(ack).verdict, Verdict::kLinger2Abort);
}

// A capture of several queues may show a handshake in another order.
TEST(OutOfOrder, SynAckCapturedLateOpensNoNewConnection) {
    Conversation tcp;
    tcp.client().syn();
    Segment syn_ack = tcp.uncaptured().server().synAck();
    tcp.client().acks();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.capture().add(syn_ack);
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_NE(reset.own_fin_frame, 0U);
}

TEST(OneDirection, OnlyTheSenderOfTheResetWasCaptured) {
    Conversation tcp;
    tcp.client().syn();
    tcp.uncaptured().server().synAck();
    tcp.client().acks();
    tcp.client().sends(100);
    const Reset& reset = tcp.after(1s).client().aborts();
    EXPECT_FALSE(isMissingSocket(reset.verdict));

    // Without timestamps, it may be the answer of another stack to a segment that is not here.
    Conversation lwip;
    lwip.clientStack().options = false;
    lwip.client().acks();
    lwip.client().sends(100);
    EXPECT_NE(lwip.after(1s).client().aborts().certainty, Certainty::kCertain);
}

TEST(OneDirection, ResetAnswersWhatWasNotCaptured) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.after(10s).uncaptured().server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.trigger, Trigger::kNone);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_FALSE(reset.isAffected());
}

// Under AH no IP header is at hand.
TEST(NoIpHeader, SaysNoMoreThanProbable) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Reset& reset = tcp.client().with([](Segment& s) { s.ip = {}; }).aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
}

TEST(Links, FinsLeadToTheResetAndTheWholeConversationIsAffected) {
    Conversation tcp;
    tcp.handshake();
    const Segment own_fin = tcp.client().fin();
    tcp.after(41ms).server().acks();
    const Segment fin = tcp.after(1s).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    const CaptureAnalysis& analysis = tcp.capture().analysis();
    EXPECT_EQ(analysis.findResetOfFin(own_fin), &reset);
    EXPECT_EQ(analysis.findResetOfFin(fin), &reset);
    for (const Segment& segment : tcp.capture().segments()) {
        EXPECT_TRUE(analysis.isAffected(analysis.findConnection(segment))) << segment.frame;
    }
    EXPECT_EQ(analysis.findReset(tcp.capture().segments().back()), &reset);
    EXPECT_EQ(analysis.findReset(fin), nullptr);
}

}  // namespace
}  // namespace finrst
