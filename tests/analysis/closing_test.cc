// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"
#include "report/explanation.h"
#include "report/verdict_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace finrst {
namespace {

using testing::Contains;

// The other verdicts of a close: what meets a sender that has sent its FIN.

void clientCloses(Conversation& tcp) {
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
}

TEST(FinWait1Missing, OrphanGaveUpAfterSeveralFins) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Segment lost = tcp.undelivered().client().fin();
    for (const Duration wait : {210ms, 420ms, 840ms}) {
        tcp.after(wait).undelivered().client().repeats(lost);
    }
    tcp.after(10s).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait1Missing);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_EQ(reset.sender_state, TcpState::kFinWait1);
    EXPECT_EQ(reset.fin_copies, 4);
    EXPECT_TRUE(reset.evidence.has(Evidence::kOwnFinUnacked));
    EXPECT_TRUE(reset.evidence.has(Evidence::kOwnFinRepeated));
    EXPECT_TRUE(reset.isAffected());
    EXPECT_EQ(explain(tcp.capture().analysis(), reset).cause, Cause::kOrphanLimit);
}

// The ACKs are in the capture, but the FIN comes again and again: they did not arrive.
TEST(FinWait1Missing, AcksOfTheFinDidNotArrive) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Segment fin = tcp.client().fin();
    for (const Duration wait : {210ms, 420ms, 840ms}) {
        tcp.undelivered().server().acks();
        tcp.after(wait).client().repeats(fin);
    }
    tcp.after(10s).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait1Missing);
    EXPECT_TRUE(reset.evidence.has(Evidence::kOwnFinRepeatedAfterAck));
}

TEST(FinWait1Missing, CrossingFinsAreNoFinWait2) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const SequenceNumber before_fin = tcp.client().next();
    tcp.client().fin();
    tcp.server().ack(before_fin).fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait1Missing);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
}

TEST(TimeWaitMissing, LastAckWasLostAndTheFinComesAgain) {
    Conversation tcp;
    clientCloses(tcp);
    const Segment fin = tcp.after(300ms).server().fin();
    const Segment lost = tcp.undelivered().client().acks();
    const Segment again = tcp.after(220ms).server().repeats(fin);
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kTimeWaitMissing);
    EXPECT_EQ(reset.sender_state, TcpState::kTimeWait);
    EXPECT_EQ(reset.trigger_frame, again.frame);
    EXPECT_EQ(reset.peer_fin_frame, fin.frame);
    EXPECT_EQ(reset.peer_fin_ack_frame, lost.frame);
    EXPECT_TRUE(reset.evidence.has(Evidence::kFinAckedBefore));
    EXPECT_EQ(explain(tcp.capture().analysis(), reset).cause, Cause::kUnknown);
}

// TIME-WAIT refused: the full socket had answered the FIN, and left nothing behind.
TEST(TimeWaitMissing, IsAnOverflowWhereOtherClosesHadBuckets) {
    Capture capture;
    for (std::uint16_t i = 0; i < 3; ++i) {
        Conversation survivor(capture, {.client_port = static_cast<std::uint16_t>(1000 + i)});
        clientCloses(survivor);
        survivor.after(300ms).server().fin();
        survivor.client().acks();
    }
    Conversation tcp(capture, {.client_port = 2000});
    tcp.handshake();
    tcp.client().fin();
    const Segment fin = tcp.server().fin();
    tcp.undelivered().client().acks();
    tcp.after(220ms).server().repeats(fin);
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kTimeWaitMissing);
    EXPECT_EQ(explain(capture.analysis(), reset).cause, Cause::kTwBucketOverflow);
}

TEST(TimeWaitMissing, IsCertainWhereTheFlowLabelIsOfNoFlow) {
    Conversation tcp({.ip = IpVersion::kV6});
    clientCloses(tcp);
    const Segment fin = tcp.after(300ms).server().fin();
    tcp.undelivered().client().acks();
    tcp.after(220ms).server().repeats(fin);
    EXPECT_EQ(tcp.client().resetsPassively().certainty, Certainty::kCertain);
}

// A FIN that ACKs the own FIN is taken by the full socket; its ACK was not captured.
TEST(TimeWaitMissing, FinAndAckInOneSegmentComeAgain) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    const Segment fin = tcp.server().fin();
    tcp.after(220ms).server().repeats(fin);
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kTimeWaitMissing);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.evidence.has(Evidence::kFinRepeated));
    // Since when the sender was in TIME-WAIT is not known, so neither is the cause.
    EXPECT_EQ(explain(tcp.capture().analysis(), reset).cause, Cause::kUnknown);
}

// The peer's FIN came first, and ACKs the own FIN only when it comes again: nothing shows that a
// socket took it.
TEST(TimeWaitMissing, IsNotSaidWhereTheFinCameAgainToAckTheOwnOne) {
    Conversation tcp;
    tcp.handshake();
    tcp.undelivered().client().sends(100);
    const Segment fin = tcp.undelivered().client().fin();
    tcp.after(15s).server().fin();
    tcp.client().repeats(fin);
    const Reset& reset = tcp.after(40ms).server().resetsPassively();
    EXPECT_FALSE(reset.evidence.has(Evidence::kFinRepeated));
    EXPECT_NE(reset.verdict, Verdict::kTimeWaitMissing);
}

// TIME-WAIT ACKs a probe; it never resets (RFC 1337 aside).
TEST(TimeWaitMissing, KeepAliveProbeIsReset) {
    Conversation tcp;
    clientCloses(tcp);
    tcp.after(300ms).server().fin();
    tcp.client().acks();
    tcp.after(2s).server().probes();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kTimeWaitMissing);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_FALSE(reset.isAffected());
}

// The passive closer has no TIME-WAIT; its LAST-ACK socket may have been given up.
TEST(TimeWaitMissing, IsNotSaidOfTheEndThatClosedLast) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Segment fin = tcp.server().fin();
    tcp.client().acks();
    tcp.after(10ms).undelivered().client().fin();
    tcp.after(220ms).server().repeats(fin);
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_EQ(reset.sender_state, TcpState::kLastAck);
    EXPECT_FALSE(reset.isAffected());
}

TEST(DataAfterClose, LateSegmentMeetsTheEndThatClosedLast) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Segment fin = tcp.server().fin();
    tcp.client().acks();
    tcp.client().fin();
    tcp.server().acks();
    tcp.after(220ms).server().repeats(fin);
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kDataAfterClose);
    EXPECT_TRUE(reset.evidence.has(Evidence::kLateSegment));
    EXPECT_FALSE(reset.isAffected());
}

// A live bucket and none answer new data with the same RST: on IPv4 never certain.
TEST(DataAfterClose, DataIsReset) {
    Conversation tcp;
    clientCloses(tcp);
    const Segment data = tcp.after(300ms).server().sends(31);
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(reset.trigger, Trigger::kData);
    EXPECT_EQ(reset.trigger_frame, data.frame);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kBucketLooksAlike));
}

TEST(DataAfterClose, FlowLabelTellsABucketFromNone) {
    Conversation bucket({.ip = IpVersion::kV6});
    clientCloses(bucket);
    bucket.after(300ms).server().fin(31);
    const Reset& known =
        bucket.client().flowLabel(bucket.clientStack().flow_label).resetsPassively();
    EXPECT_EQ(known.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(known.trigger, Trigger::kFinData);
    EXPECT_EQ(known.certainty, Certainty::kCertain);
    EXPECT_TRUE(known.evidence.has(Evidence::kFlowLabelOfFlow));

    Conversation none({.ip = IpVersion::kV6});
    clientCloses(none);
    none.after(300ms).server().fin(31);
    const Reset& unknown = none.client().resetsPassively();
    EXPECT_EQ(unknown.certainty, Certainty::kCertain);
    EXPECT_TRUE(unknown.evidence.has(Evidence::kFlowLabelOther));
}

// TLS: the server's close_notify crosses the client's FIN.
TEST(DataAfterClose, DataThatCrossedTheFinIsReset) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const SequenceNumber before_fin = tcp.client().next();
    tcp.client().fin();
    tcp.server().ack(before_fin).sends(31);
    const Reset& first = tcp.client().resetsPassively();
    tcp.server().fin();
    const Reset& second = tcp.client().resetsPassively();
    EXPECT_EQ(first.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(second.verdict, Verdict::kAfterReset);
    EXPECT_FALSE(second.isAffected());
}

// Sent before the peer knew of the FIN: it met a socket in FIN-WAIT-1, which waits for no FIN yet.
TEST(DataAfterClose, DataThatCameBeforeTheAckOfTheFinMetNoWait) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const SequenceNumber before_fin = tcp.client().next();
    tcp.client().fin();
    const Segment data = tcp.server().ack(before_fin).sends(31);
    const Segment ack = tcp.server().acks();
    const Reset& reset = tcp.client().resetsPassively(data);
    EXPECT_EQ(reset.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(reset.trigger_frame, data.frame);
    EXPECT_EQ(reset.own_fin_ack_frame, ack.frame);
    EXPECT_EQ(reset.fin_wait_2_time, Duration(-1));
}

// Keep-alive race of HTTP: the server closes the idle connection while the next request comes.
TEST(DataAfterClose, NextRequestMeetsAServerThatClosedTheIdleConnection) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.after(5s).server().fin();
    tcp.client().sends(300);
    EXPECT_EQ(tcp.server().resetsPassively().verdict, Verdict::kDataAfterClose);
}

TEST(DataAfterClose, OneRstForDataAndFinAnswersTheData) {
    Conversation tcp;
    clientCloses(tcp);
    const Segment data = tcp.after(10ms).server().sends(31);
    tcp.server().fin();
    const Reset& reset = tcp.client().resetsPassively(data);
    EXPECT_EQ(reset.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(reset.trigger, Trigger::kData);
    EXPECT_EQ(reset.trigger_frame, data.frame);
}

// The FIN behind has the same number: even where the kernel shows that it has no socket, which of
// the two is answered stays open.
TEST(DataAfterClose, IsNotCertainWhereMoreCameBehind) {
    Conversation tcp({.ip = IpVersion::kV6});
    clientCloses(tcp);
    const Segment data = tcp.after(10ms).server().sends(31);
    tcp.server().fin();
    const Reset& reset = tcp.client().resetsPassively(data);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kMoreBehind));
}

// The RST's sequence number is the FIN's ack number, not that of the data before it.
TEST(DataAfterClose, OneRstForDataAndFinAnswersTheFinWhenItsNumberSaysSo) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const SequenceNumber before_fin = tcp.client().next();
    tcp.client().fin();
    tcp.server().ack(before_fin).sends(31);
    const Segment fin = tcp.server().fin();
    const Reset& reset = tcp.client().resetsPassively(fin);
    EXPECT_EQ(reset.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(reset.trigger, Trigger::kFinGap);
    EXPECT_EQ(reset.trigger_frame, fin.frame);
    EXPECT_FALSE(reset.isAffected());
}

TEST(DataAfterClose, FinWasCapturedBeforeItsData) {
    Conversation tcp;
    clientCloses(tcp);
    Segment data = tcp.after(10ms).uncaptured().server().sends(31);
    const Segment fin = tcp.server().fin();
    tcp.capture().add(data);
    const Reset& reset = tcp.client().resetsPassively(fin);
    EXPECT_EQ(reset.verdict, Verdict::kDataAfterClose);
    EXPECT_FALSE(reset.isAffected());
}

// `tcp_rcv_state_process`: TCP_LINGER2 below 0 resets as soon as the FIN is ACKed.
TEST(Linger2Abort, BareAckOfTheOwnFinIsReset) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    const Segment ack = tcp.after(41ms).server().acks();
    const Reset& reset = tcp.atOnce().client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kLinger2Abort);
    EXPECT_EQ(reset.trigger, Trigger::kAck);
    EXPECT_EQ(reset.trigger_frame, ack.frame);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_EQ(reset.sender_state, TcpState::kFinWait1);
}

TEST(Linger2Abort, IsOnlyPossibleWithAnotherStack) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    const Reset& reset = tcp.atOnce().client().window(8192).resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kLinger2Abort);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
}

// A path doubled or delayed that ACK, and a host without the socket answered it.
TEST(Linger2Abort, IsNotSaidWhereTheAnswerTookLonger) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    const Reset& reset = tcp.after(3ms).client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kUnexplained);
    EXPECT_TRUE(reset.evidence.has(Evidence::kNothingFits));
    EXPECT_THAT(alternatives(reset), Contains(Verdict::kLinger2Abort));
}

TEST(Linger2Abort, IsNotSaidOfTheLastAckOfTheConnection) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.server().fin();
    tcp.client().acks();
    tcp.client().fin();
    tcp.server().acks();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_NE(reset.verdict, Verdict::kLinger2Abort);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
}

// RST in TIME-WAIT: both ends are done, nothing is to be explained by a missing socket.
TEST(ResetInTimeWait, IsAnAbortAtMost) {
    for (const bool by_client : {true, false}) {
        Conversation tcp;
        clientCloses(tcp);
        tcp.server().fin();
        tcp.client().acks();
        const Reset& reset = by_client ? tcp.client().resetsBarely() : tcp.server().resetsBarely();
        EXPECT_NE(reset.certainty, Certainty::kCertain);
        EXPECT_FALSE(isMissingSocket(reset.verdict)) << token(reset.verdict);
    }
}

// A late FIN meets a live TIME-WAIT and is ACKed: nothing to say.
TEST(HealthyClose, HasNoResets) {
    Conversation tcp;
    clientCloses(tcp);
    const Segment fin = tcp.after(300ms).server().fin();
    tcp.undelivered().client().acks();
    tcp.after(220ms).server().repeats(fin);
    tcp.client().acks();
    EXPECT_TRUE(tcp.capture().analysis().resets().empty());
    const CaptureAnalysis& analysis = tcp.capture().analysis();
    EXPECT_FALSE(analysis.isAffected(analysis.findConnection(fin)));
}

}  // namespace
}  // namespace finrst
