// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace finrst {
namespace {

using ::testing::Contains;
using ::testing::IsSupersetOf;

/// A second later, the server refuses the SYN of the next connection of the same ports.
const Reset& refusesTheNext(Conversation& tcp) {
    tcp.reuse(9'000'000, 8'000'000);
    tcp.after(1s).client().syn();
    return tcp.server().resetsPassively();
}

TEST(Refused, NothingListens) {
    Conversation tcp;
    const Segment syn = tcp.client().syn();
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kRefused);
    EXPECT_EQ(reset.trigger, Trigger::kSyn);
    EXPECT_EQ(reset.trigger_frame, syn.frame);
    // A reject rule looks the same, where neither TOS nor flow label tell.
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_TRUE(reset.evidence.has(Evidence::kPassiveShapeWithoutAck));
}

// Windows asks three times, half a second apart.
TEST(Refused, EachRepeatedSynIsRefused) {
    Conversation tcp;
    const Segment syn = tcp.client().syn();
    tcp.server().resetsPassively();
    tcp.after(500ms).client().repeats(syn);
    EXPECT_EQ(tcp.server().resetsPassively().verdict, Verdict::kRefused);
}

// The numbers prove what is answered, however long the way.
TEST(Refused, AfterALongTime) {
    Conversation tcp;
    tcp.client().syn();
    tcp.after(3s);
    EXPECT_EQ(tcp.server().resetsPassively().verdict, Verdict::kRefused);
}

TEST(Refused, FastOpenSyn) {
    Conversation tcp;
    const Segment syn = tcp.client().syn(50);
    EXPECT_EQ(tcp.server().resetsPassively().verdict, Verdict::kRefused);
    Conversation other;
    other.client().syn(50);
    EXPECT_EQ(other.server().ack(syn.seq + 1).resetsPassively().verdict, Verdict::kRefused);
}

// The RST+ACK to a SYN has the number 0, which may be before or beyond what the sender had sent.
TEST(Refused, NumberOfAnAnswerWithoutNumberMeansNothing) {
    for (const std::uint32_t server_isn : {500'000u, 0xf0000000u}) {
        Conversation tcp({.server_isn = server_isn});
        const Segment syn = tcp.client().syn();
        tcp.server().ack(syn.seq + 2).synAck();
        const Reset& reset = tcp.server().resetsPassively(syn);
        EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
        EXPECT_EQ(reset.certainty, Certainty::kPossible);
    }
}

// `tcp_timewait_state_process`: a FIN_WAIT2 bucket resets a SYN for one of its own numbers.
TEST(Refused, BucketOfAnOlderConnectionMayHaveMetTheSyn) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.server().fin();
    tcp.client().acks();
    const Reset& reset = refusesTheNext(tcp);
    EXPECT_EQ(reset.verdict, Verdict::kRefused);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kOlderConnection));
}

// Of a filter on SYN, FIN and RST: the ACK of the FIN was not captured.
TEST(Refused, BucketMayHaveMetTheSynWhereAcksWereNotCaptured) {
    Conversation tcp;
    tcp.client().syn();
    tcp.server().synAck();
    tcp.uncaptured().client().acks();
    tcp.server().fin();
    tcp.uncaptured().client().acks();
    const Reset& reset = refusesTheNext(tcp);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kOlderConnection));
}

// The same filter: whether the server took the client's FIN is not known either.
TEST(Refused, BucketMayHaveMetTheSynWhereTheLastAckWasNotCaptured) {
    Conversation tcp;
    tcp.handshake();
    tcp.server().fin();
    tcp.client().fin();
    tcp.uncaptured().server().acks();
    const Reset& reset = refusesTheNext(tcp);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kOlderConnection));
}

// Perhaps the ACK of the SYN-ACK was missed by the capture, and the connection was open.
TEST(HandshakeReset, IsNotCertainWhereASocketAborts) {
    Conversation tcp;
    tcp.client().syn();
    tcp.server().synAck();
    tcp.uncaptured().client().acks();
    const Reset& reset = tcp.client().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
}

TEST(HandshakeReset, SynAckIsNotWanted) {
    Conversation tcp;
    tcp.client().syn();
    const Segment syn_ack = tcp.server().synAck();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.trigger, Trigger::kSynAck);
    EXPECT_EQ(reset.trigger_frame, syn_ack.frame);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
}

// The server went on after its SYN-ACK: it has had the ACK that the capture misses.
TEST(HandshakeReset, IsOnlyPossibleWhereThePeerWentOn) {
    Conversation tcp;
    tcp.client().syn();
    tcp.server().synAck();
    tcp.uncaptured().client().acks();
    tcp.server().window(1000).acks();
    EXPECT_NE(tcp.client().resetsPassively().certainty, Certainty::kCertain);
}

// A scanner writes its SYN itself; the kernel, which knows nothing of it, resets.
TEST(HandshakeReset, HalfOpenScan) {
    Conversation tcp;
    tcp.client().ttl(41).syn();
    tcp.server().synAck();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
}

TEST(HandshakeReset, SynAckOfNoKnownSyn) {
    Conversation tcp;
    tcp.server().synAck();
    EXPECT_EQ(tcp.client().resetsPassively().verdict, Verdict::kHandshakeReset);
}

// RFC 5961, 4: the older connection's end answers the new SYN with an ACK for the old one.
TEST(HandshakeReset, PortIsReusedAndTheChallengeAckIsReset) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.after(1h);
    const SequenceNumber old_next = tcp.client().next();
    tcp.reuse(9'000'000, 500'301);
    const Segment syn = tcp.client().syn();
    const Segment challenge = tcp.server().ack(old_next).acks();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.trigger_frame, challenge.frame);
    EXPECT_EQ(reset.certainty, Certainty::kCertain);
    EXPECT_TRUE(reset.evidence.has(Evidence::kChallengeAck));

    // The SYN comes again, and a healthy connection begins, whose close is judged by itself.
    tcp.after(1s).client().repeats(syn);
    tcp.reuse(9'000'001, 77'000'000);
    tcp.server().ack(SequenceNumber(9'000'001)).synAck();
    tcp.client().acks();
    tcp.request();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.after(300ms).server().fin();
    EXPECT_EQ(tcp.client().resetsPassively().verdict, Verdict::kFinWait2Missing);
}

TEST(HandshakeReset, ListenerClosesWithAChildThatNobodyAccepted) {
    Conversation tcp;
    tcp.handshake();
    const Reset& reset = tcp.after(5s).server().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.evidence.has(Evidence::kUnacceptedChild));
}

// The accept queue is full (`tcp_abort_on_overflow`): the handshake's last ACK is reset.
TEST(HandshakeReset, LastAckOfTheHandshakeIsReset) {
    Conversation tcp;
    tcp.handshake();
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_EQ(reset.sender_state, TcpState::kSynReceived);
}

TEST(HandshakeReset, LastAckOfTheHandshakeIsResetWhileTheRequestIsOnItsWay) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().sends(100);
    EXPECT_EQ(tcp.server().resetsPassively().verdict, Verdict::kHandshakeReset);
}

// A health check connects and closes at once.
TEST(HandshakeReset, ConnectionIsClosedBeforeItWasAccepted) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().fin();
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_FALSE(reset.isAffected());
}

// The accept queue is full: Linux ignores the ACK and the request, until it gives up its SYN-ACKs.
TEST(HandshakeReset, ServerThatTookNeitherAckNorRequestHadNoRoom) {
    Conversation tcp;
    tcp.client().syn();
    const Segment syn_ack = tcp.server().synAck();
    tcp.undelivered().client().acks();
    const Segment request = tcp.undelivered().client().sends(100);
    tcp.after(1s).server().repeats(syn_ack);
    tcp.undelivered().client().acks();
    tcp.after(3s).client().repeats(request);
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_TRUE(reset.evidence.has(Evidence::kHandshakeIgnored));
}

// Its SYN-ACK was lost, and the second one opened the connection.
TEST(HandshakeReset, ServerThatRepeatsASynAckThatWasLostIgnoresNothing) {
    Conversation tcp;
    tcp.client().syn();
    const Segment syn_ack = tcp.undelivered().server().synAck();
    tcp.after(1s).server().repeats(syn_ack);
    tcp.client().acks();
    tcp.undelivered().client().sends(100);
    tcp.after(3s).client().sends(100);
    EXPECT_NE(tcp.server().resetsPassively().verdict, Verdict::kHandshakeReset);
}

// Both ends open the connection, and the peer acknowledges more than was sent (`tcp_ack`).
TEST(HandshakeReset, AckOfUnsentDataWhileSynsCross) {
    Conversation tcp;
    const Segment syn = tcp.client().syn();
    tcp.server().syn();
    tcp.client().seq(syn.seq).synAck();
    tcp.server().ack(syn.seq + 1000).acks();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_EQ(reset.sender_state, TcpState::kSynReceived);
}

// The same, of which the capture holds neither the other SYN nor its answer.
TEST(HandshakeReset, AckJustAheadOfTheSynMayBeNoChallenge) {
    Conversation tcp;
    const Segment syn = tcp.client().syn();
    tcp.server().ack(syn.seq + 1000).acks();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
}

// `tcp_check_req`: a SYN within the window of one that waits for the end of its handshake.
TEST(HandshakeReset, AnotherSynWhileTheFirstOneWaits) {
    Conversation tcp({.client_isn = 1000});
    tcp.client().syn();
    tcp.server().window(5000).synAck();
    tcp.reuse(3000, 8'000'000);
    const Segment syn = tcp.client().syn();
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_EQ(reset.trigger_frame, syn.frame);
    EXPECT_TRUE(reset.evidence.has(Evidence::kSynWaited));
}

// A SYN-ACK without an ACK is repeated after 1 s: the server has given it up since.
TEST(Refused, AnotherSynLongAfterTheFirstOne) {
    Conversation tcp({.client_isn = 1000});
    tcp.client().syn();
    tcp.server().window(5000).synAck();
    tcp.reuse(3000, 8'000'000);
    tcp.after(2s).client().syn();
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kRefused);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
}

// One beyond the window would be challenged: the listener is gone.
TEST(Refused, AnotherSynBeyondTheWindowOfTheFirstOne) {
    Conversation tcp({.client_isn = 1000});
    tcp.client().syn();
    tcp.server().window(5000).synAck();
    tcp.reuse(7000, 8'000'000);
    tcp.client().syn();
    EXPECT_EQ(tcp.server().resetsPassively().verdict, Verdict::kRefused);
}

// The answer to a SYN cookie that the server does not take is the same.
TEST(HandshakeReset, CookieMayHaveBeenRefused) {
    Conversation tcp;
    tcp.handshake();
    EXPECT_TRUE(tcp.server().resetsPassively().counter_evidence.has(Evidence::kCookieLooksAlike));
}

TEST(HandshakeReset, SynAckAloneIsOfAServer) {
    Conversation tcp;
    tcp.uncaptured().client().syn();
    tcp.server().synAck();
    const Segment ack = tcp.uncaptured().client().acks();
    const Reset& reset = tcp.server().resetsPassively(ack);
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.sender_state, TcpState::kSynReceived);
}

// Nobody heard more of the server than a SYN-ACK: it may have kept nothing but a cookie, which is
// too old now.
TEST(HandshakeReset, CookieMayBeTooOld) {
    Conversation tcp;
    tcp.handshake();
    tcp.after(121s).client().sends(100);
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kCookieLooksAlike));
    const std::vector<Verdict> others = alternatives(reset);
    EXPECT_EQ(std::count(others.begin(), others.end(), Verdict::kHandshakeReset), 1);
}

TEST(HandshakeReset, CookieIsTakenForAMinute) {
    Conversation tcp;
    tcp.handshake();
    tcp.after(59s).client().sends(100);
    EXPECT_FALSE(tcp.server().resetsPassively().counter_evidence.has(Evidence::kCookieLooksAlike));
}

// A cookie is all that there is: nothing is left that could send the SYN-ACK again.
TEST(HandshakeReset, SynAckThatComesAgainIsNoCookie) {
    Conversation tcp;
    tcp.client().syn();
    const Segment syn_ack = tcp.undelivered().server().synAck();
    tcp.after(1s).server().repeats(syn_ack);
    tcp.client().acks();
    tcp.after(121s).client().sends(100);
    EXPECT_FALSE(tcp.server().resetsPassively().counter_evidence.has(Evidence::kCookieLooksAlike));
}

// A proxy on the way answers the SYN, and the server behind it refuses.
TEST(Refused, BehindAProxyOfTheSyn) {
    Conversation tcp;
    tcp.client().syn();
    tcp.server().ttl(63).synAck();
    tcp.client().acks();
    const Reset& reset = tcp.after(20ms).server().ttl(52).resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kRefused);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.evidence.has(Evidence::kProxyAnswered));

    Conversation nearer;
    nearer.client().syn();
    nearer.server().ttl(52).synAck();
    nearer.client().acks();
    EXPECT_NE(nearer.server().ttl(63).resetsPassively().verdict, Verdict::kRefused);
}

TEST(Refused, IsNoSurerForTheSecondTime) {
    Conversation tcp;
    const Segment syn = tcp.client().syn();
    tcp.server().resetsPassively();
    tcp.after(1s).client().repeats(syn);
    EXPECT_EQ(tcp.server().resetsPassively().certainty, Certainty::kProbable);
}

// A server that never got the ACK would have repeated its SYN-ACK by then.
TEST(HandshakeReset, IsNotSaidOfAnIdleConnection) {
    Conversation tcp;
    tcp.handshake();
    tcp.after(10min).client().sends(100);
    EXPECT_EQ(tcp.server().resetsPassively().verdict, Verdict::kHalfOpen);
}

// Captured with a filter that takes SYNs and RSTs, and no SYN-ACK.

TEST(SynAckNotCaptured, SocketThatResetsRefusedNoSyn) {
    Conversation tcp;
    const Segment syn = tcp.client().syn();
    tcp.uncaptured().server().synAck();
    tcp.uncaptured().client().acks();
    const Reset& reset = tcp.after(60ms).server().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_THAT(alternatives(reset), IsSupersetOf({Verdict::kAbort, Verdict::kRefused}));
    EXPECT_TRUE(reset.evidence.has(Evidence::kNumberOfItsOwn));
    EXPECT_EQ(reset.trigger_frame, syn.frame);
}

TEST(SynAckNotCaptured, ResetLongAfterTheSynAnswersSomethingElse) {
    Conversation tcp;
    tcp.client().syn();
    tcp.uncaptured().server().synAck();
    tcp.uncaptured().client().acks();
    const Reset& reset = tcp.after(60s).server().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_EQ(reset.trigger, Trigger::kNone);
}

// No socket has window 0 and no options, but some boxes answer a SYN with a number.
TEST(SynAckNotCaptured, AnswerWithoutAWindowMayRefuseTheSyn) {
    Conversation tcp;
    tcp.client().syn();
    const Reset& reset = tcp.server().seq(SequenceNumber(77)).resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kRefused);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kNumberOfItsOwn));
}

TEST(SynAckNotCaptured, AnotherSynMayEndTheHandshakeOfTheFirst) {
    Conversation tcp;
    tcp.client().syn();
    tcp.uncaptured().server().synAck();
    tcp.reuse(2000, 500'000);
    tcp.after(60ms).client().syn();
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kRefused);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kEarlierSynUnanswered));
    EXPECT_THAT(alternatives(reset), Contains(Verdict::kHandshakeReset));
}

TEST(Refused, AnotherSynThatIsFarFromTheFirst) {
    Conversation tcp;
    tcp.client().syn();
    tcp.reuse(9'000'000, 500'000);
    tcp.after(60ms).client().syn();
    EXPECT_EQ(tcp.server().resetsPassively().certainty, Certainty::kProbable);
}

TEST(Refused, AnotherSynWhereTheFirstWasRefusedToo) {
    Conversation tcp;
    tcp.client().syn();
    tcp.server().resetsPassively();
    tcp.reuse(2000, 500'000);
    tcp.after(60ms).client().syn();
    EXPECT_EQ(tcp.server().resetsPassively().certainty, Certainty::kProbable);
}

TEST(HandshakeReset, SynAckIsGivenUp) {
    Conversation tcp;
    tcp.client().syn();
    tcp.server().synAck();
    const Reset& reset = tcp.after(60s).server().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.sender_state, TcpState::kSynReceived);
}

TEST(FastOpen, FinWait2MissingAfterDataInTheSyn) {
    Conversation tcp;
    tcp.client().syn(50);
    tcp.server().synAck();
    tcp.server().sends(100);
    tcp.client().acks();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.after(300ms).server().fin();
    EXPECT_EQ(tcp.client().resetsPassively().verdict, Verdict::kFinWait2Missing);
}

// Data beyond the FIN: the new handshake on the same ports was not captured.
TEST(PortReuse, IsSeenWithoutItsHandshake) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(1ms).server().acks();
    tcp.server().fin();
    tcp.client().acks();
    tcp.reuse(9'000'000, 8'000'000);
    tcp.after(2min).uncaptured().client().syn();
    tcp.uncaptured().server().synAck();
    tcp.request();
    tcp.after(30s).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
    EXPECT_EQ(reset.own_fin_frame, 0u);
}

// RFC 9293, 3.5: both ends send SYN, and both SYN-ACK.
TEST(SimultaneousOpen, IsOneConnection) {
    Conversation tcp;
    tcp.client().syn();
    const SequenceNumber isn = tcp.client().expected();
    tcp.server().syn();
    tcp.client().seq(SequenceNumber(1000)).synAck();
    tcp.server().seq(isn).synAck();
    EXPECT_EQ(tcp.capture().analysis().connections().size(), 1u);
}

TEST(PortReuse, IsANewConnection) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().fin();
    tcp.server().fin();
    tcp.client().acks();
    tcp.reuse(9'000'000, 8'000'000);
    tcp.after(2min).client().syn();
    tcp.server().synAck();
    tcp.client().acks();
    EXPECT_EQ(tcp.capture().analysis().connections().size(), 2u);
    EXPECT_EQ(tcp.after(2s).client().aborts().verdict, Verdict::kAbort);
}

// The server acknowledges the SYN alone: the ACK of the handshake may have got lost.
TEST(Handshake, DataThatIsNotAckedMayNotHaveReachedAnOpenConnection) {
    Conversation tcp;
    tcp.client().syn();
    const Segment syn_ack = tcp.server().synAck();
    tcp.client().acks();
    tcp.undelivered().client().sends(100);
    const Reset& reset = tcp.after(80ms).server().ack(syn_ack.ack).aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_THAT(alternatives(reset), testing::Contains(Verdict::kHandshakeReset));
}

}  // namespace
}  // namespace finrst
