// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"
#include "report/explanation.h"

#include <gmock/gmock.h>

namespace finrst {
namespace {

using testing::Contains;

using ::testing::Contains;
using ::testing::HasSubstr;

/// The client closes first, and the server's ACK comes before its FIN.
void clientClosesFirst(Conversation& tcp) {
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
}

// A stack without timestamps answers with RST+ACK (lwIP); captured by a filter on SYN, FIN and RST.
TEST(FinWait2Missing, IsPossibleByTheFinsAloneOfASmallStack) {
    Conversation tcp;
    tcp.clientStack() = {.ttl = 255, .options = false, .syn_options = {option::kMss}};
    tcp.client().syn();
    tcp.server().synAck();
    tcp.client().fin();
    tcp.after(41ms).uncaptured().server().acks();
    tcp.after(20s).server().fin();
    const Reset& reset = tcp.client().window(5840).aborts();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_THAT(alternatives(reset), Contains(Verdict::kAbort));
}

// A live FIN_WAIT2 bucket would have ACKed the FIN (`tcp_timewait_state_process`).
TEST(FinWait2Missing, BareFinInOrderIsReset) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Segment own_fin = tcp.client().fin();
    const Segment ack = tcp.after(41ms).server().acks();
    const Segment fin = tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();

    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(reset.origin, Origin::kPassive);
    EXPECT_EQ(reset.trigger, Trigger::kFin);
    EXPECT_EQ(reset.sender_state, TcpState::kFinWait2);
    EXPECT_EQ(reset.own_fin_frame, own_fin.frame);
    EXPECT_EQ(reset.own_fin_ack_frame, ack.frame);
    EXPECT_EQ(reset.trigger_frame, fin.frame);
    EXPECT_EQ(reset.fin_wait_2_time, fin.time - ack.time);
    EXPECT_EQ(reset.requests, 1u);
    EXPECT_TRUE(reset.isAffected());
    EXPECT_TRUE(reset.evidence.has(Evidence::kOwnFinAcked));
    EXPECT_TRUE(reset.evidence.has(Evidence::kBareFinInOrder));
    EXPECT_TRUE(reset.evidence.has(Evidence::kIpIdZero));
}

// Linux delays an ACK that goes alone by 40 ms.
TEST(FinWait2Missing, DelayedAckOfTheOwnFinIsTold) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_TRUE(reset.evidence.has(Evidence::kAckDelayed));
    EXPECT_GE(reset.own_fin_ack_delay, 41ms);
    EXPECT_LT(reset.own_fin_ack_delay, 42ms);
}

TEST(FinWait2Missing, PromptAckOfTheOwnFinIsNotCalledDelayed) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().fin();
    tcp.after(1ms).server().acks();
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_TRUE(reset.evidence.has(Evidence::kOwnFinAcked));
    EXPECT_FALSE(reset.evidence.has(Evidence::kAckDelayed));
}

// The last ACK of a survivor with IP ID 0 came from its bucket (`tcp_v4_timewait_ack`).
TEST(FinWait2Missing, SurvivorsThatHadBucketsAreTold) {
    Capture capture;
    Conversation survivor(capture, {.client_port = 40'001});
    clientClosesFirst(survivor);
    survivor.after(400ms).server().fin();
    survivor.client().ipId(0).acks();
    Conversation tcp(capture, {.client_port = 40'002});
    clientClosesFirst(tcp);
    tcp.after(300ms).server().fin();
    tcp.client().resetsPassively();
    const std::vector<std::string> evidence =
        explain(capture.analysis(), capture.analysis().resets().back()).evidence;
    EXPECT_THAT(evidence, Contains(HasSubstr("1 of this host's survivors were ACKed by a bucket")));
}

// The answer of a reject rule on the same host has the same octets: never certain.
TEST(FinWait2Missing, IsProbableWhereAFirewallLooksAlike) {
    Conversation tcp;
    clientClosesFirst(tcp);
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kFirewallLooksAlike));
}

TEST(FinWait2Missing, IsCertainWhereTheKernelCopiedTheTos) {
    Conversation tcp;
    tcp.serverStack().tos = 0x10;
    clientClosesFirst(tcp);
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(reset.certainty, Certainty::kCertain);
    EXPECT_TRUE(reset.evidence.has(Evidence::kTosReflected));
}

// A network that marks everything marks a firewall's RST, too.
TEST(FinWait2Missing, IsNotCertainWhereBothEndsHaveTheSameTos) {
    Conversation tcp;
    tcp.clientStack().tos = tcp.serverStack().tos = 0x20;
    clientClosesFirst(tcp);
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
}

TEST(FinWait2Missing, IsCertainWhereTheFlowLabelIsOfNoFlow) {
    Conversation tcp({.ip = IpVersion::kV6});
    clientClosesFirst(tcp);
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(reset.certainty, Certainty::kCertain);
    EXPECT_TRUE(reset.evidence.has(Evidence::kFlowLabelOther));
}

TEST(FinWait2Missing, ServerMayBeTheOneThatCloses) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.server().fin();
    tcp.after(40ms).client().acks();
    tcp.after(1s).client().fin();
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_TRUE(reset.sender_accepted);
}

TEST(FinWait2Missing, FirstFinWasLostAndItsRepetitionIsReset) {
    Conversation tcp;
    clientClosesFirst(tcp);
    const Segment lost = tcp.after(100ms).undelivered().server().fin();
    const Segment again = tcp.after(220ms).server().repeats(lost);
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(reset.trigger_frame, again.frame);
    // The first one may as well have been ACKed, by an ACK that the capture misses.
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kFinCameBefore));
}

TEST(FinWait2Missing, OwnFinWasRepeatedBeforeItWasAcked) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Segment lost = tcp.undelivered().client().fin();
    tcp.after(210ms).client().repeats(lost);
    tcp.after(40ms).server().acks();
    tcp.after(300ms).server().fin();
    EXPECT_EQ(tcp.client().resetsPassively().verdict, Verdict::kFinWait2Missing);
}

// Half-close: what the server still sends is read and ACKed before its FIN.
TEST(FinWait2Missing, DataBetweenTheFinsWasRead) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().sends(100);
    tcp.client().fin();
    tcp.after(5ms).server().acks();
    tcp.server().sends(500);
    tcp.client().acks();
    tcp.after(100ms).server().fin();
    EXPECT_EQ(tcp.client().resetsPassively().verdict, Verdict::kFinWait2Missing);
}

// Frames of two directions, captured on two queues, may change places.
TEST(FinWait2Missing, AckOfTheOwnFinWasCapturedBeforeTheFin) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    Segment fin = tcp.uncaptured().client().fin();
    const Segment ack = tcp.server().acks();
    tcp.capture().add(fin);
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(reset.own_fin_frame, fin.frame);
    EXPECT_EQ(reset.own_fin_ack_frame, ack.frame);
}

TEST(FinWait2Missing, OwnFinWasCapturedBehindBothItsAckAndTheFin) {
    Conversation tcp;
    tcp.handshake();
    Segment own_fin = tcp.uncaptured().client().fin();
    const Segment ack = tcp.after(41ms).server().acks();
    tcp.after(300ms).server().fin();
    tcp.capture().add(own_fin);
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(reset.own_fin_ack_frame, ack.frame);
    EXPECT_FALSE(reset.evidence.has(Evidence::kOwnFinAckedByFin));
}

TEST(FinWait2Missing, OwnFinIsNotInTheCaptureButWasAcked) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.uncaptured().client().fin();
    tcp.after(40ms).server().acks();
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.evidence.has(Evidence::kOwnFinImplied));
}

// That number may as well be an octet of data that the capture misses; only an ACK of its own
// shows that the sender had been in FIN-WAIT-2.
TEST(FinWait2Missing, IsNotSaidWhereOnlyThePeersFinAcksAnUnseenNumber) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.uncaptured().client().fin();
    tcp.after(40ms).server().fin();
    EXPECT_NE(tcp.client().resetsPassively().verdict, Verdict::kFinWait2Missing);
}

// An ACK asks for no answer, so that any RST behind it could be meant: not more than possible.
TEST(FinWait2Missing, IsOnlyPossibleWhereTheRstAnswersAnAck) {
    Conversation tcp;
    clientClosesFirst(tcp);
    tcp.after(100ms).server().window(1000).acks();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_FALSE(reset.isAffected());
}

TEST(FinWait2Missing, KeepAliveProbeMeetsNoBucket) {
    Conversation tcp;
    clientClosesFirst(tcp);
    tcp.after(30s).server().probes();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(reset.trigger, Trigger::kKeepalive);
    EXPECT_FALSE(reset.isAffected());
}

// A bucket ACKs data that was received before; only new data makes it reset.
TEST(FinWait2Missing, DataThatWasReadBeforeMeetsNoBucket) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().sends(100);
    const Segment data = tcp.server().sends(200);
    tcp.client().acks();
    tcp.client().fin();
    tcp.after(5ms).server().acks();
    tcp.after(200ms).server().repeats(data);
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_NE(reset.certainty, Certainty::kCertain);
    EXPECT_FALSE(reset.isAffected());
}

// Another stack, other reasons: only Linux refuses a bucket (FreeBSD drops its oldest).
TEST(FinWait2Missing, OfAnotherStackIsNeverCertain) {
    Conversation tcp;
    tcp.serverStack().tos = 0x10;
    clientClosesFirst(tcp);
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().ack(SequenceNumber(4711)).resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kAckFieldInPassive));
}

// The stack answers at once. What comes much later was sent for another reason.
TEST(FinWait2Missing, IsOnlyPossibleWhereTheAnswerIsSlow) {
    Conversation tcp;
    clientClosesFirst(tcp);
    tcp.after(300ms).server().fin();
    tcp.after(700ms);
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kSlowAnswer));
}

// The worst outcome would be to call these a missing FIN-WAIT-2 socket.

// A RST without ACK is no socket's, and no segment asks for it.
TEST(NoFinWait2Missing, FinWasAckedAndTheRstCameAfterThat) {
    Conversation tcp;
    clientClosesFirst(tcp);
    tcp.after(300ms).server().fin();
    tcp.client().acks();
    const Reset& reset = tcp.client().resetsBarely();
    EXPECT_EQ(reset.verdict, Verdict::kUnexplained);
    EXPECT_TRUE(reset.evidence.has(Evidence::kNothingFits));
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_EQ(reset.trigger, Trigger::kNone);
    EXPECT_FALSE(reset.isAffected());
}

TEST(NoFinWait2Missing, DataIsResetAndThenTheFinBehindIt) {
    Conversation tcp;
    clientClosesFirst(tcp);
    const Segment data = tcp.after(10ms).server().sends(31);
    const Segment fin = tcp.server().fin();
    const Reset& first = tcp.client().resetsPassively(data);
    const Reset& second = tcp.client().resetsPassively(fin);
    EXPECT_EQ(first.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(first.trigger_frame, data.frame);
    EXPECT_EQ(second.verdict, Verdict::kAfterReset);
    EXPECT_EQ(second.trigger_frame, fin.frame);
    EXPECT_EQ(second.first_reset_frame, first.frame);
}

TEST(NoFinWait2Missing, DataBeforeTheFinIsNotInTheCapture) {
    Conversation tcp;
    clientClosesFirst(tcp);
    tcp.after(10ms).uncaptured().server().sends(31);
    tcp.server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(reset.trigger, Trigger::kFinGap);
}

TEST(NoFinWait2Missing, IsNotCertainWhereTheCaptureMayHaveMissedAnAck) {
    Conversation tcp({.ip = IpVersion::kV6});
    clientClosesFirst(tcp);
    tcp.after(10ms).server().sends(31);
    tcp.uncaptured().client().acks();
    tcp.after(2s).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kAckPerhapsMissed));
}

// No orphan gives up after one FIN: the capture more likely misses an ACK.
TEST(FinWait2Missing, IsPossibleWhereThePeersFinWasTheFirstAckOfTheOwnFin) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_THAT(alternatives(reset), Contains(Verdict::kFinWait1Missing));
}

TEST(NoFinWait2Missing, FinIsAckedByTheBucket) {
    Conversation tcp;
    clientClosesFirst(tcp);
    tcp.after(300ms).server().fin();
    tcp.client().acks();
    EXPECT_TRUE(tcp.capture().analysis().resets().empty());
}

}  // namespace
}  // namespace finrst
