// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"

#include <gtest/gtest.h>

namespace finrst {
namespace {

TEST(Abort, SocketResetsOutOfNothing) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Reset& reset = tcp.after(2s).client().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_EQ(reset.origin, Origin::kActive);
    EXPECT_EQ(reset.trigger, Trigger::kNone);
    EXPECT_EQ(reset.certainty, Certainty::kCertain);
    EXPECT_TRUE(reset.evidence.has(Evidence::kActiveShape));
    EXPECT_TRUE(reset.evidence.has(Evidence::kIpIdOfSocket));
    EXPECT_TRUE(reset.evidence.has(Evidence::kTtlAsFlow));
    EXPECT_FALSE(reset.isAffected());
}

// As where a load balancer answers the SYN for a server behind it.
TEST(Abort, IsNotCertainWhereTheSendersTtlVaries) {
    Conversation tcp;
    tcp.client().syn();
    tcp.server().ttl(39).synAck();
    tcp.client().acks();
    tcp.request();
    const Reset& reset = tcp.after(2s).server().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_FALSE(reset.evidence.has(Evidence::kTtlAsFlow));
}

// `tcp_close` frees what is unread, then `tcp_select_window` has room for the RST.
TEST(Abort, UploadWasNotReadBeforeTheClose) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(1400);
    tcp.server().window(480).sends(200);
    const Reset& reset = tcp.server().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_EQ(reset.cause, Cause::kUnreadData);
    EXPECT_TRUE(reset.evidence.has(Evidence::kWindowOpened));
}

TEST(Abort, UploadWasNotReadBeforeTheFinThatTheResetFollows) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(1400);
    tcp.server().window(480).fin();
    EXPECT_EQ(tcp.server().aborts().cause, Cause::kUnreadData);
}

// The SYN-ACK comes again, and is the first that was captured: the request before it may be unread.
TEST(Abort, WhatCameBeforeTheCaptureMayBeUnread) {
    Conversation tcp;
    tcp.uncaptured().client().syn();
    const Segment syn_ack = tcp.uncaptured().server().synAck();
    tcp.uncaptured().client().acks();
    tcp.uncaptured().client().sends(100);
    tcp.server().repeats(syn_ack);
    tcp.client().acks();
    tcp.server().sends(200);
    tcp.client().acks();
    const Reset& reset = tcp.after(1s).server().aborts();
    EXPECT_FALSE(reset.evidence.has(Evidence::kNothingToRead));
}

TEST(Abort, NothingWasLeftToReadSoThatLingerIsTheCause) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().sends(100);
    tcp.server().acks();
    const Reset& reset = tcp.after(1s).client().aborts();
    EXPECT_EQ(reset.cause, Cause::kLingerZero);
    EXPECT_TRUE(reset.evidence.has(Evidence::kNothingToRead));
}

// It was read: the application has a second for that.
TEST(Abort, WindowThatIsOpenAgainLaterDoesNotTell) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(1400);
    tcp.server().window(480).sends(200);
    EXPECT_EQ(tcp.after(1s).server().aborts().cause, Cause::kUnknown);
}

// It may have been read behind the ACK that the kernel sent at once, then SO_LINGER 0 looks so.
TEST(Abort, WindowThatOpensBehindAnAckDoesNotTell) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(1400);
    tcp.server().window(480).acks();
    EXPECT_EQ(tcp.server().aborts().cause, Cause::kUnknown);
}

// Where segments are small beside their buffers, Linux offers less, whatever is read
// (`tcp_measure_rcv_mss`).
TEST(Abort, SmallerWindowInTheResetDoesNotTell) {
    Conversation tcp;
    tcp.handshake();
    tcp.request(20'000);
    tcp.server().window(480).sends(200);
    EXPECT_EQ(tcp.server().window(480).aborts().cause, Cause::kUnknown);
}

// A few octets never show in the window (`__tcp_select_window`): a part of an answered request may
// be unread.
TEST(Abort, WindowThatIsAsLargeAsEverDoesNotTell) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Reset& reset = tcp.server().aborts();
    EXPECT_EQ(reset.cause, Cause::kUnknown);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kLingerOrUnread));
}

TEST(Abort, CauseIsUnknownWhereTheLastDataMayBeUnread) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    EXPECT_EQ(tcp.client().aborts().cause, Cause::kUnknown);
}

TEST(Abort, CauseIsUnknownWhereTheWindowDoesNotTell) {
    Conversation tcp;
    tcp.clientStack() = {.ttl = 128, .options = false};
    tcp.handshake();
    tcp.request();
    const Reset& reset = tcp.client().window(0).aborts();
    EXPECT_EQ(reset.cause, Cause::kUnknown);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kLingerOrUnread));
}

// lwIP answers data without a socket by a RST+ACK (`tcp_input`).
TEST(Abort, IsNotCertainWhereItAcknowledgesWhatTheCaptureMissed) {
    Conversation tcp;
    tcp.clientStack().options = tcp.serverStack().options = false;
    tcp.handshake();
    tcp.request();
    tcp.uncaptured().client().sends(100);
    const Reset& reset = tcp.after(2s).server().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
}

// IP IDs at random tell nothing.
TEST(Abort, RandomIpIdsAreNoEvidence) {
    Conversation tcp;
    tcp.client().ipId(17).syn();
    tcp.server().synAck();
    tcp.client().ipId(18).acks();
    tcp.client().ipId(60'001).sends(100);
    tcp.server().acks();
    const Reset& reset = tcp.client().ipId(4711).aborts();
    EXPECT_FALSE(reset.evidence.has(Evidence::kIpIdOfSocket));
    EXPECT_FALSE(reset.counter_evidence.has(Evidence::kIpIdStep));
    EXPECT_EQ(reset.certainty, Certainty::kCertain);
}

TEST(Abort, KeepAliveProbesHadNoAnswer) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.after(60s).undelivered().client().probes();
    tcp.after(1s).undelivered().client().probes();
    const Reset& reset = tcp.after(1s).client().aborts();
    EXPECT_EQ(reset.cause, Cause::kKeepaliveTimeout);
    EXPECT_EQ(reset.probes, 2);
}

TEST(Abort, AnsweredKeepAliveProbesAreNoCause) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    for (int i = 0; i < 3; ++i) {
        tcp.after(60s).client().probes();
        tcp.server().acks();
    }
    EXPECT_NE(tcp.after(1s).client().aborts().cause, Cause::kKeepaliveTimeout);
}

// A mirror port shows one probe twice.
TEST(Abort, OneProbeCapturedTwiceIsNotTwoProbes) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.after(60s).undelivered().client().probes();
    tcp.mirrored();
    EXPECT_NE(tcp.after(1s).client().aborts().cause, Cause::kKeepaliveTimeout);
}

TEST(Abort, SenderHadAckedThePeersFin) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.server().fin();
    tcp.client().acks();
    const Reset& reset = tcp.after(1s).client().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_EQ(reset.sender_state, TcpState::kCloseWait);
    EXPECT_TRUE(reset.evidence.has(Evidence::kPeerFinAcked));
}

// RST+ACK that acknowledges the FIN 0.4 ms after it, of a host that never closed.
TEST(Abort, ResetAcknowledgesTheFin) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Segment fin = tcp.after(1s).server().fin();
    const Reset& reset = tcp.client().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_EQ(reset.trigger_frame, fin.frame);
    EXPECT_TRUE(reset.evidence.has(Evidence::kResetAcksNewData));
    EXPECT_FALSE(reset.isAffected());
}

// shutdown, then close with SO_LINGER 0.
TEST(Abort, InFinWait2) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(40ms).server().acks();
    const Reset& reset = tcp.after(1s).client().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_EQ(reset.sender_state, TcpState::kFinWait2);
}

// Other stacks.

TEST(Abort, OfWindowsHasNoWindow) {
    Conversation tcp;
    tcp.clientStack() = {.ttl = 128, .options = false};
    tcp.handshake();
    tcp.request();
    const Reset& reset = tcp.after(2s).client().window(0).aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kActiveWithoutWindow));
}

// lwIP answers a segment for which it has no connection with RST+ACK and a window.
TEST(Abort, OfLwipMayBeAnAnswerWithoutASocket) {
    Conversation tcp;
    tcp.serverStack() = {.ttl = 255, .options = false};
    tcp.handshake();
    tcp.request();
    tcp.after(60s).client().sends(100);
    EXPECT_NE(tcp.server().window(5840).aborts().certainty, Certainty::kCertain);
}

TEST(Abort, WithoutTheOptionsOfTheFlowIsNotCertain) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Reset& reset = tcp.client().with([](Segment& s) { s.has_options = false; }).aborts();
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kOptionsMissing));
}

TEST(Abort, WithAnIpIdOfAnotherCounterIsNotCertain) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Reset& reset = tcp.after(5s).client().ipId(40'000).aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kIpIdStep));
}

// The capture cut the header before its window.
TEST(Abort, WithAnUnknownWindowClaimsNoWindow) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Reset& reset = tcp.client().with([](Segment& s) { s.window.reset(); }).aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_NE(reset.certainty, Certainty::kCertain);
    EXPECT_FALSE(reset.evidence.has(Evidence::kActiveShape));
    EXPECT_FALSE(reset.counter_evidence.has(Evidence::kActiveWithoutWindow));
}

TEST(Abort, OfASenderThatWasNeverSeenIsOnlyPossible) {
    Conversation tcp;
    tcp.client().syn();
    const Reset& reset = tcp.server().aborts();
    Conversation other;
    other.client().syn();
    const Reset& odd = other.server().ack(SequenceNumber(77)).aborts();
    for (const Reset* one : {&reset, &odd}) {
        EXPECT_EQ(one->certainty, Certainty::kPossible);
        EXPECT_TRUE(one->counter_evidence.has(Evidence::kSenderUnseen));
    }
}

}  // namespace
}  // namespace finrst
