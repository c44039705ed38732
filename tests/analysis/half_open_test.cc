// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace finrst {
namespace {

// RFC 9293, 3.5.1: a host that restarted answers the old connection's segments with RST.
TEST(HalfOpen, FinMeetsAHostThatLostTheConnection) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Segment fin = tcp.after(60s).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
    EXPECT_EQ(reset.trigger, Trigger::kFin);
    EXPECT_EQ(reset.trigger_frame, fin.frame);
    EXPECT_TRUE(reset.isAffected());
    EXPECT_TRUE(reset.evidence.has(Evidence::kNeverClosed));
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kFirewallLooksAlike));
}

TEST(HalfOpen, DataMeetsAHostThatLostTheConnection) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.after(60s).client().sends(100);
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
    EXPECT_EQ(reset.trigger, Trigger::kData);
    EXPECT_FALSE(reset.isAffected());
}

TEST(HalfOpen, KeepAliveProbeMeetsAHostThatLostTheConnection) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.after(7200s).client().probes();
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
    EXPECT_EQ(reset.trigger, Trigger::kKeepalive);
}

// Its FINs may have been lost on their way to where the capture was made.
TEST(HalfOpen, IsNotCertainEvenWhereOnlyTheKernelAnswersSo) {
    Conversation tcp({.ip = IpVersion::kV6});
    tcp.handshake();
    tcp.request();
    tcp.after(60s).server().fin();
    EXPECT_EQ(tcp.client().resetsPassively().certainty, Certainty::kProbable);
}

// The answer to a segment without ACK has the number 0, wherever the sender's own numbers are.
TEST(HalfOpen, IsTheSameForAnyNumbersWhereTheTriggerHasNoAck) {
    for (const std::uint32_t isn : {1000u, 0xf0000000u}) {
        Conversation tcp({.client_isn = isn});
        tcp.handshake();
        tcp.request();
        tcp.after(60s).server().says(kFin);
        const Reset& reset = tcp.client().resetsPassively();
        EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
        EXPECT_EQ(reset.certainty, Certainty::kProbable) << isn;
    }
}

// No host restarts within a second: perhaps the RST was made by another stack's socket.
TEST(HalfOpen, IsOnlyPossibleWhereTheHostWasAliveJustBefore) {
    Conversation tcp({.ip = IpVersion::kV6});
    tcp.handshake();
    tcp.request();
    tcp.after(500ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kSenderJustSent));
}

// The ACK is of a segment that was lost to the capture, perhaps the client's FIN.
TEST(HalfOpen, MayFollowAnAckOfWhatWasNotCaptured) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.uncaptured().client().sends(7);
    tcp.server().acks();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_EQ(reset.trigger, Trigger::kAck);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kPartNotCaptured));
}

TEST(HalfOpen, IsOnlyPossibleWhereTheCaptureBeganInTheMiddle) {
    Conversation tcp({.ip = IpVersion::kV6});
    tcp.client().acks();
    tcp.after(60s).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kPartNotCaptured));
}

// Only one direction was captured: nobody can say what the RST's sender had done before.
TEST(HalfOpen, IsNotSaidOfASenderThatWasNeverSeen) {
    Conversation tcp;
    tcp.server().sends(100);
    tcp.uncaptured().client().sends(10);
    tcp.server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kStray);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_FALSE(reset.isAffected());
}

TEST(HalfOpen, IsNotSaidWhereOnlyTheSynAndWhatFollowsItWasSeen) {
    Conversation tcp;
    tcp.client().syn();
    tcp.uncaptured().server().synAck();
    tcp.client().acks();
    tcp.client().fin();
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kStray);
    EXPECT_TRUE(reset.evidence.has(Evidence::kSenderUnseen));
    EXPECT_FALSE(reset.isAffected());
}

// The sender's FIN and its ACK are not in the capture: the RST's number is beyond all that is.
TEST(HalfOpen, IsOnlyPossibleWhereTheSendersLastSegmentsAreMissing) {
    Conversation tcp({.ip = IpVersion::kV6});
    tcp.handshake();
    tcp.request();
    tcp.after(60s).uncaptured().client().fin();
    tcp.server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
}

// Another stack's abort: the ACK of what the living socket has just sent is not what it answers.
// 111 octets of the server, or 110 and its FIN, were not captured.
TEST(HalfOpen, LeavesACloseInAHoleOfTheCapture) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.uncaptured().server().sends(111);
    const Segment data = tcp.client().sends(100);
    tcp.after(2s).server().acks();
    tcp.after(2s).client().repeats(data);
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_THAT(alternatives(reset), testing::Contains(Verdict::kDataAfterClose));
}

TEST(HalfOpen, IsNotSaidWhereTheRstFollowsTheAckOfFreshData) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(100);
    tcp.server().acks();
    const Reset& reset = tcp.client().resetsBarely();
    EXPECT_EQ(reset.verdict, Verdict::kUnexplained);
    EXPECT_EQ(reset.trigger, Trigger::kNone);
}

// The client ACKs the FIN and then resets without ACK: the FIN had its answer.
TEST(HalfOpen, IsNotSaidWhereTheFinWasAckedBeforeTheReset) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.after(5s).server().fin();
    tcp.client().acks();
    const Reset& reset = tcp.client().resetsBarely();
    EXPECT_EQ(reset.verdict, Verdict::kUnexplained);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_EQ(reset.sender_state, TcpState::kCloseWait);
    EXPECT_FALSE(reset.isAffected());
}

TEST(HalfOpen, IsNotSaidWhereDataWasAckedBeforeTheReset) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.after(5s).server().sends(100);
    tcp.client().acks();
    const Reset& reset = tcp.client().resetsBarely();
    EXPECT_EQ(reset.verdict, Verdict::kUnexplained);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
}

// A retransmission asks once more, though its octets were ACKed before.
TEST(HalfOpen, RepeatedDataMeetsAHostThatLostTheConnection) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Segment data = tcp.client().sends(10);
    tcp.undelivered().server().acks();
    const Segment again = tcp.after(2s).client().repeats(data);
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
    EXPECT_EQ(reset.trigger_frame, again.frame);
}

// uIP answers what it does not know by RST+ACK, made of the very segment.
TEST(HalfOpen, SmallStackTurnsTheSegmentAround) {
    Conversation tcp;
    tcp.serverStack() = {.ttl = 61, .window = 48, .ip_id = 0, .options = false};
    tcp.handshake();
    tcp.request(20, 20);
    tcp.after(60s).client().window(28'800).fin();
    const Reset& reset = tcp.server().window(28'800).aborts();
    EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.evidence.has(Evidence::kWindowAsItCame));
    EXPECT_THAT(alternatives(reset), testing::Contains(Verdict::kAbort));
}

}  // namespace
}  // namespace finrst
