// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"
#include "report/explanation.h"
#include "report/outcome_text.h"

#include <gtest/gtest.h>

namespace finrst {

void PrintTo(Accepted accepted, std::ostream* out) {
    *out << token(accepted);
}
void PrintTo(Stage stage, std::ostream* out) {
    *out << token(stage);
}

namespace {

std::uint32_t octets(const std::optional<Unacknowledged>& data) {
    return data ? data->octets : 9999;
}

// RFC 9293, 3.10.7.4: the receiver waits for exactly this number.
TEST(Accepted, ResetInSequenceIsTaken) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    EXPECT_EQ(tcp.server().aborts().accepted, Accepted::kYes);
}

// What was captured before it has arrived before it.
TEST(Accepted, ResetBehindDataThatWasNotAckedIsTaken) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().sends(100);
    tcp.server().sends(200);
    EXPECT_EQ(tcp.server().aborts().accepted, Accepted::kYes);
}

TEST(Accepted, ResetBelowWhatWasAckedIsNot) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Reset& old = tcp.server().with([](Segment& s) { s.seq = s.seq + 0xffffffff; }).aborts();
    EXPECT_EQ(old.accepted, Accepted::kNo);
}

// More may have been sent than was captured.
TEST(Accepted, ResetBehindWhatWasCapturedMayBe) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.uncaptured().server().sends(500);
    EXPECT_EQ(tcp.server().aborts().accepted, Accepted::kUnknown);
}

// RFC 5961, 3.2.
TEST(Accepted, ChallengeAckShowsThatItIsNot) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Reset& guessed = tcp.server().with([](Segment& s) { s.seq = s.seq + 500; }).aborts();
    tcp.client().acks();
    EXPECT_EQ(guessed.accepted, Accepted::kChallenged);
}

// What the end that reset had sent before may have asked for that ACK.
TEST(Accepted, AckToAnEndThatWasNotCapturedIsNoChallenge) {
    for (const std::uint32_t isn : {500u, 0xf0000000u}) {
        Conversation tcp({.server_isn = isn});
        tcp.client().syn();
        tcp.uncaptured().server().synAck();
        tcp.client().acks();
        const Reset& guessed = tcp.server().with([](Segment& s) { s.seq = s.seq + 500; }).aborts();
        tcp.client().acks();
        EXPECT_EQ(guessed.accepted, Accepted::kUnknown) << isn;
    }
}

TEST(Accepted, ReceiverThatTakesMoreDataHasNotTakenIt) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Reset& forged = tcp.server().ttl(50).aborts();
    EXPECT_EQ(forged.accepted, Accepted::kYes);
    tcp.server().sends(100);
    tcp.client().acks();
    EXPECT_EQ(forged.accepted, Accepted::kNo);
}

TEST(Accepted, ReceiverThatGoesOnForSecondsHasNotTakenIt) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Reset& lost = tcp.server().aborts();
    tcp.client().sends(100);
    EXPECT_EQ(lost.accepted, Accepted::kYes) << "it was on its way";
    tcp.after(2s).client().sends(100);
    EXPECT_EQ(lost.accepted, Accepted::kNo);
}

TEST(Accepted, RefusalMustAcknowledgeTheSyn) {
    for (const std::uint32_t less : {0u, 1u}) {
        Conversation tcp;
        tcp.client().syn();
        const Reset& refusal =
            tcp.server()
                .with([&](Segment& s) { s.ack = SequenceNumber(s.ack.value() - less); })
                .resetsPassively();
        EXPECT_EQ(refusal.accepted, less == 0 ? Accepted::kYes : Accepted::kNo);
    }
}

// Windows asks three times, although it took the refusal; Linux does not.
TEST(Accepted, SynThatComesAgainIsNoProofForEveryStack) {
    Conversation tcp;
    const Segment syn = tcp.client().syn();
    const Reset& refusal = tcp.server().resetsPassively();
    tcp.after(500ms).client().repeats(syn);
    EXPECT_NE(refusal.accepted, Accepted::kYes);
}

TEST(Accepted, BehindOneThatWasTakenNothingIsLeft) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(100);
    tcp.server().aborts();
    tcp.client().fin();
    EXPECT_EQ(tcp.server().resetsPassively().accepted, Accepted::kNo);
}

// The challenge ACK tells the number, and meets no socket: the second RST ends the connection.
TEST(Accepted, SecondResetEndsWhatTheFirstDidNot) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.server().with([](Segment& s) { s.seq = s.seq + 393'216; }).aborts();
    tcp.client().acks();
    const Reset& second = tcp.server().resetsPassively();
    EXPECT_EQ(second.verdict, Verdict::kHalfOpen) << "RFC 9293, 3.5.1: aborted, and unheard";
    EXPECT_EQ(second.accepted, Accepted::kYes);
    EXPECT_EQ(second.trigger, Trigger::kAck);
    EXPECT_TRUE(second.evidence.has(Evidence::kOwnResetNotTaken));
    EXPECT_FALSE(second.evidence.has(Evidence::kResetBefore));
    const std::string told = sentence(tcp.capture().analysis(), second);
    EXPECT_NE(told.find("not so that its peer took it"), std::string::npos) << told;
    tcp.client().sends(10);
    const Reset& third = tcp.server().resetsPassively();
    EXPECT_EQ(third.verdict, Verdict::kAfterReset);
    EXPECT_EQ(third.first_reset_frame, second.frame);
}

// Recorded with a filter for SYN and RST: what the RST answers was not captured.
TEST(Accepted, ResetWithoutAckMayAnswerMoreThanTheSyn) {
    Conversation tcp;
    tcp.client().syn();
    tcp.uncaptured().server().synAck();
    tcp.uncaptured().client().acks();
    tcp.uncaptured().client().sends(100);
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.accepted, Accepted::kUnknown);
    EXPECT_EQ(reset.stage, Stage::kUnknown);
}

// The true server answers the SYN after a box reset it in the server's name.
TEST(Accepted, ClientThatTakesTheSynAckHasNotTakenTheResetBefore) {
    Conversation tcp;
    tcp.client().syn();
    const Reset& forged = tcp.server().ttl(50).seq(SequenceNumber(7)).resetsBarely();
    tcp.server().synAck();
    EXPECT_EQ(forged.accepted, Accepted::kUnknown);
    tcp.client().acks();
    EXPECT_EQ(forged.accepted, Accepted::kNo);
}

// In LAST-ACK, whose ACK was lost behind the place of capture, the receiver is there.
TEST(Accepted, ResetThatAnswersAFinAgainIsTaken) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    const Segment fin = tcp.server().fin();
    tcp.undelivered().client().acks();
    tcp.after(300ms).server().repeats(fin);
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kTimeWaitMissing);
    EXPECT_EQ(reset.accepted, Accepted::kYes);
}

// Who had to repeat its data may give up over a path that lets nothing through.
TEST(Accepted, IsNotKnownBehindDataThatWasRepeated) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Segment data = tcp.server().sends(100);
    tcp.after(300ms).server().repeats(data);
    EXPECT_EQ(tcp.after(600ms).server().aborts().accepted, Accepted::kUnknown);
}

// FreeBSD, `tcp_do_segment`: the number must be the one that it acknowledged last.
TEST(Accepted, OfBsdIsNotKnownBehindDataThatItHasNotAcked) {
    for (const bool acked : {false, true}) {
        Conversation tcp;
        tcp.clientStack().syn_options = {option::kMss,           option::kNop, option::kWindowScale,
                                         option::kNop,           option::kNop, option::kTimestamps,
                                         option::kSackPermitted, option::kEnd};
        tcp.handshake();
        tcp.client().sends(100);
        tcp.server().sends(200);
        if (acked) tcp.client().acks();
        EXPECT_EQ(tcp.server().aborts().accepted, acked ? Accepted::kYes : Accepted::kUnknown);
    }
}

// Bridges and mirrors show a packet again, also behind the answer to it.
TEST(Accepted, CopiesOfWhatCameBeforeShowNothing) {
    Conversation refused;
    const Segment syn = refused.client().syn();
    const Reset& refusal = refused.server().resetsPassively();
    Segment copy = syn;
    refused.capture().add(copy);
    EXPECT_EQ(refusal.accepted, Accepted::kYes);

    Conversation open;
    open.handshake();
    open.request();
    copy = open.client().acks();
    const Reset& beyond = open.server().with([](Segment& s) { s.seq = s.seq + 500; }).aborts();
    open.capture().add(copy);
    EXPECT_EQ(beyond.accepted, Accepted::kUnknown);
}

// What a filter by flags leaves out, the receiver may have taken.
TEST(Accepted, WindowTellsNothingWhereDataWasNotCaptured) {
    const auto scaled = [](Segment& s) { s.window_shift = 7; };
    for (const bool all : {false, true}) {
        Conversation tcp;
        tcp.client().with(scaled).syn();
        tcp.server().with(scaled).synAck();
        if (!all) tcp.uncaptured();
        tcp.client().acks();
        tcp.client().fin();
        const Reset& far = tcp.server().with([](Segment& s) { s.seq = s.seq + 900'000; }).aborts();
        EXPECT_EQ(far.accepted, all ? Accepted::kNo : Accepted::kUnknown);
    }
}

TEST(Accepted, IsNotKnownWhereNothingOfTheReceiverWasCaptured) {
    Conversation tcp;
    tcp.uncaptured().client().syn();
    tcp.server().synAck();
    tcp.uncaptured().client().acks();
    tcp.server().sends(100);
    EXPECT_EQ(tcp.server().aborts().accepted, Accepted::kUnknown);
}

// On its way, the first got lost, and the peer never heard of it.
TEST(Accepted, BehindAResetThatGotLostTheSocketIsGone) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Reset& lost = tcp.server().aborts();
    tcp.after(4s).client().sends(100);
    EXPECT_EQ(lost.accepted, Accepted::kNo);
    const Reset& second = tcp.server().resetsPassively();
    EXPECT_EQ(second.verdict, Verdict::kAfterReset);
    EXPECT_EQ(second.accepted, Accepted::kYes);
    EXPECT_TRUE(second.evidence.has(Evidence::kOwnResetNotTaken));
}

// Whether anything was left for the second, only the first tells.
TEST(Accepted, IsNotKnownBehindOneOfWhichItIsNotKnown) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.server().with([](Segment& s) { s.seq = s.seq + 500; }).aborts();
    tcp.client().sends(100);
    EXPECT_EQ(tcp.server().resetsPassively().accepted, Accepted::kUnknown);
}

TEST(Loss, NothingIsLostWhereAllWasAcked) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(octets(reset.unacked_of_sender), 0u);
    EXPECT_EQ(octets(reset.unacked_of_receiver), 0u);
    EXPECT_EQ(lossText(reset), "All data had been acknowledged: nothing was lost");
}

TEST(Loss, AnswerThatWasNotAckedMayBeLost) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().sends(100);
    tcp.server().acks();
    const Segment answer = tcp.server().sends(253);
    const Reset& reset = tcp.server().aborts();
    EXPECT_EQ(octets(reset.unacked_of_sender), 253u);
    EXPECT_EQ(octets(reset.unacked_of_receiver), 0u);
    EXPECT_EQ(lossText(reset),
              "The answer in frame " + std::to_string(answer.frame) + " (253 octets) may be lost");
}

TEST(Loss, AckThatWasOnItsWayShowsThatItIsNot) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().sends(100);
    tcp.server().acks();
    tcp.server().sends(253);
    const Reset& reset = tcp.server().aborts();
    tcp.client().acks();
    EXPECT_EQ(octets(reset.unacked_of_sender), 0u);
}

TEST(Loss, ResetThatAcknowledgesDataHasReceivedIt) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().sends(100);
    EXPECT_EQ(octets(tcp.server().aborts().unacked_of_receiver), 0u);
}

TEST(Loss, IsNotKnownOfOneDirection) {
    Conversation tcp;
    tcp.handshake();
    for (int i = 0; i < 3; ++i) {
        tcp.uncaptured().client().sends(100);
        tcp.server().sends(200);
    }
    tcp.uncaptured().server().sends(200);
    const Reset& reset = tcp.server().aborts();
    EXPECT_FALSE(reset.unacked_of_sender);
}

TEST(Loss, IsNotKnownBesideAHole) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.uncaptured().server().sends(200);
    tcp.server().sends(200);
    const Reset& reset = tcp.server().aborts();
    EXPECT_FALSE(reset.unacked_of_sender);
    EXPECT_FALSE(reset.unacked_of_receiver);
}

// A box closes in the server's name, and does not count what that had sent.
TEST(Loss, IsNotKnownOfDataBehindTheFin) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Segment data = tcp.server().sends(59);
    tcp.client().fin();
    tcp.server().seq(data.seq).fin();
    EXPECT_FALSE(tcp.client().resetsPassively().unacked_of_receiver);
}

TEST(Loss, IsNotSaidOfWhatTheCaptureLacks) {
    Conversation tcp;
    tcp.client().syn();
    tcp.server().synAck();
    tcp.uncaptured().client().acks();
    tcp.uncaptured().client().sends(100);
    tcp.uncaptured().server().sends(200);
    tcp.server().fin();
    tcp.uncaptured().client().acks();
    tcp.client().fin();
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_FALSE(reset.unacked_of_sender);
    EXPECT_FALSE(reset.unacked_of_receiver);
    EXPECT_EQ(lossText(reset), "");
}

// The server sat there with its bug, and then sent what nobody waited for.
TEST(CloseWait, PeerThatDidNotCloseIsNamed) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(40ms).server().acks();
    const Segment late = tcp.after(20s).server().sends(24);
    tcp.server().fin();
    const Reset& reset = tcp.client().resetsPassively(late);
    EXPECT_EQ(reset.verdict, Verdict::kDataAfterClose);
    EXPECT_TRUE(reset.receiver_waited);
    EXPECT_NEAR(std::chrono::duration<double>(reset.close_wait_time).count(), 20.0, 0.01);
    const Explanation told = explain(tcp.capture().analysis(), reset);
    EXPECT_NE(told.advice.find("The peer had been told, and was in CLOSE-WAIT for 20.0 s"),
              std::string::npos)
        << told.advice;
    EXPECT_EQ(lossText(reset), "The peer's data in frame " + std::to_string(late.frame) +
                                   " (24 octets) came after the sender had closed, and was not "
                                   "read; all else had been acknowledged");
}

TEST(CloseWait, SenderThatDidNotCloseIsNamed) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.server().acks();
    const Reset& reset = tcp.after(5s).server().aborts();
    EXPECT_FALSE(reset.receiver_waited);
    EXPECT_NEAR(std::chrono::duration<double>(reset.close_wait_time).count(), 5.0, 0.01);
}

TEST(CloseWait, IsNotKnownWhereItsOwnFinMayNotHaveBeenCaptured) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.uncaptured().server().fin();
    tcp.client().acks();
    const Reset& reset = tcp.after(5s).server().aborts();
    EXPECT_LT(reset.close_wait_time, Duration::zero());
}

// A FIN that is ACKed by a FIN leaves nobody in CLOSE-WAIT.
TEST(CloseWait, IsNoneWhereBothClosed) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.server().fin();
    EXPECT_LT(tcp.client().resetsPassively().close_wait_time, Duration::zero());
}

TEST(StageOfReset, FollowsTheConnection) {
    Conversation refused;
    refused.client().syn();
    EXPECT_EQ(refused.server().resetsPassively().stage, Stage::kSyn);

    Conversation stale;
    stale.client().syn();
    stale.server().synAck();
    EXPECT_EQ(stale.client().resetsPassively().stage, Stage::kHandshake);

    Conversation unused;
    unused.handshake();
    EXPECT_EQ(unused.server().aborts().stage, Stage::kBeforeData);

    Conversation used;
    used.handshake();
    used.request();
    EXPECT_EQ(used.server().aborts().stage, Stage::kData);

    Conversation closing;
    closing.handshake();
    closing.request();
    closing.client().fin();
    EXPECT_EQ(closing.server().aborts().stage, Stage::kClosing);

    Conversation closed;
    closed.handshake();
    closed.client().fin();
    closed.server().fin();
    closed.client().acks();
    EXPECT_EQ(closed.server().aborts().stage, Stage::kClosed);
}

TEST(StageOfReset, IsNotKnownOfAConnectionThatBeganBefore) {
    Conversation tcp;
    tcp.uncaptured().client().syn();
    tcp.uncaptured().server().synAck();
    tcp.client().acks();
    EXPECT_EQ(tcp.server().aborts().stage, Stage::kUnknown);
}

/// Opened over a path of 40 ms there and back, captured at the server.
void openFarAway(Conversation& tcp) {
    tcp.client().syn();
    tcp.server().synAck();
    tcp.after(40ms).client().acks();
    tcp.client().sends(100);
    tcp.server().sends(200);
    tcp.after(40ms).client().acks();
}

TEST(LateRequest, ThatWasOnItsWayIsARace) {
    Conversation tcp;
    openFarAway(tcp);
    tcp.after(5s).undelivered().server().fin();
    tcp.after(20ms).client().sends(100);
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(reset.cause, Cause::kKeepaliveRace);
    EXPECT_TRUE(reset.evidence.has(Evidence::kRequestCrossedFin));
}

// At the client, the FIN has come, but the application cannot know yet.
TEST(LateRequest, WithinARoundTripIsARace) {
    Conversation tcp;
    openFarAway(tcp);
    tcp.after(5s).server().fin();
    tcp.after(10ms).client().sends(100);
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.cause, Cause::kKeepaliveRace);
    EXPECT_TRUE(reset.evidence.has(Evidence::kRequestWithinRoundTrip));
}

TEST(LateRequest, OfAClientThatHadBeenToldIsReuse) {
    Conversation tcp;
    openFarAway(tcp);
    tcp.after(5s).server().fin();
    tcp.after(40ms).client().acks();
    tcp.after(1s).client().sends(100);
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(reset.cause, Cause::kReuseAfterClose);
}

// A TLS alert says goodbye; the rest of an upload is no request.
TEST(LateRequest, IsNoGoodbyeAndNoRestOfAnUpload) {
    Conversation goodbye;
    openFarAway(goodbye);
    goodbye.after(5s).server().fin();
    goodbye.after(40ms).client().sends(24);
    EXPECT_EQ(goodbye.server().resetsPassively().cause, Cause::kNone);

    Conversation upload;
    openFarAway(upload);
    upload.client().sends(1000);
    upload.server().fin();
    upload.after(1s).client().sends(1000);
    EXPECT_EQ(upload.server().resetsPassively().cause, Cause::kNone);
}

TEST(LateRequest, IsLeftOpenWithoutARoundTrip) {
    Conversation tcp;
    tcp.uncaptured().client().syn();
    tcp.server().synAck();
    tcp.uncaptured().client().acks();
    tcp.client().sends(100);
    tcp.uncaptured().server().sends(200);
    tcp.server().fin();
    tcp.after(1s).client().sends(100);
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_NE(reset.cause, Cause::kReuseAfterClose);
    EXPECT_NE(reset.cause, Cause::kKeepaliveRace);
}

// RFC 9293, 3.5.1: the port is used again while the peer holds the older connection.
TEST(PortReuse, IsShownByTheChallenge) {
    Conversation tcp;
    tcp.client().syn();
    const Segment challenge = tcp.server().ack(SequenceNumber(77)).acks();
    const Reset& reset = tcp.client().resetsPassively(challenge);
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.cause, Cause::kPortReuse);
    EXPECT_EQ(reset.accepted, Accepted::kYes) << "by the older connection";
    EXPECT_FALSE(reset.unacked_of_sender);
}

}  // namespace
}  // namespace finrst
