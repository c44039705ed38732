// SPDX-License-Identifier: GPL-2.0-or-later
#include "hypotheses.h"
#include "shape.h"

namespace finrst::hypotheses {

namespace {

/// The sender's FIN may have been in a part that the capture misses: before its first segment, in a
/// hole, or between its last one and what the peer acknowledges. The answer to a segment without
/// ACK has the number 0, which tells nothing.
bool partIsMissing(const Scene& scene) {
    const Endpoint& sender = scene.sender;
    const bool misses_start = !sender.sent_data && !sender.sent_syn;
    const bool misses_end = !scene.segment.has(kAck) && sender.next_seq.precedes(scene.segment.seq);
    return misses_start || sender.unseen > 0 || misses_end || !scene.showsPlainSegments();
}

/// The sender had no connection to forget yet.
bool isKnownToOpen(const Scene& scene) {
    const TcpState state = scene.connection.state(scene.side);
    return state == TcpState::kSynSent ||
           (state == TcpState::kSynReceived && scene.showsPlainSegments());
}

/// A RST without ACK of a sender of which no FIN is known, where neither the peer's segments nor
/// the sender's ACKs were captured: it answers one of those.
bool answersUnseen(const Scene& scene) {
    return !scene.segment.has(kAck) && !scene.answered.segment && !scene.showsPlainSegments();
}

/// A RST+ACK without a socket, of a stack that answers so, in a connection that it had not closed
/// and not used of late.
bool answersAsSmallStack(const Scene& scene, const Observation& seen) {
    const bool looks_so = seen.header.has(Evidence::kWindowAsItCame) ||
                          seen.stack == Stack::kEmbedded || mayBeOfSmallStack(scene, seen.stack);
    const bool answers = scene.answered.segment && !scene.answered.passive && !scene.answersSyn();
    return looks_so && answers && !scene.sender.sentFin() && !scene.wasJustAlive() &&
           seen.own_reset_frame == 0;
}

/// The sender aborted the connection with a number that its peer did not take: that does not know
/// (RFC 9293, 3.5.1), and what it sends meets no socket.
bool abortedUnheard(const Scene& scene) {
    const Reset* own = scene.unheardReset();
    return own != nullptr && scene.lostReset() == nullptr && scene.answered.passive &&
           !scene.sender.sentFin() && !scene.answersSyn() && scene.sender.latest.frame < own->frame;
}

/// A socket resets at its own next number, which after a SYN alone is known, and acknowledges all
/// that it had acknowledged before (`tcp_send_active_reset`).
bool isNoSockets(const Scene& scene) {
    const Endpoint& sender = scene.sender;
    const bool in_syn_sent = scene.connection.state(scene.side) == TcpState::kSynSent;
    return (in_syn_sent && scene.segment.seq != sender.next_seq) ||
           (sender.sent_ack && scene.segment.ack.precedes(sender.acked));
}

bool bothFinsAcked(const Scene& scene) {
    return scene.sender.finAcked() && scene.peer.finAcked();
}

}  // namespace

/// RFC 9293, 3.5.1: one end lost the connection (crash, restart, failover), and learns of it from
/// the other end's next segment. Never certain: a FIN may have been lost on its way to where the
/// capture was made.
Finding forgotten(const Scene& scene, const Observation& seen) {
    if (answersAsSmallStack(scene, seen)) {
        return {.fit = Fit::kOpen,
                .evidence = {Evidence::kNeverClosed},
                .at_most = Certainty::kPossible};
    }
    if (abortedUnheard(scene)) {
        return {.fit = Fit::kShown,
                .evidence = {Evidence::kOwnResetNotTaken},
                .state = TcpState::kClosed,
                .at_most = Certainty::kProbable};
    }
    const bool unseen = answersUnseen(scene);
    if ((!scene.answered.passive && !unseen) || scene.sender.sentFin() || scene.answersSyn() ||
        !scene.sender.spoke() || scene.answered.kind == Trigger::kSynAck ||
        seen.own_reset_frame != 0 || isKnownToOpen(scene)) {
        return {};
    }
    if (unseen) {
        return {.fit = Fit::kOpen,
                .evidence = {Evidence::kNeverClosed},
                .counter_evidence = {Evidence::kTriggerNotCaptured, Evidence::kPartNotCaptured},
                .at_most = Certainty::kPossible};
    }
    Finding found{
        .fit = Fit::kShown, .evidence = {Evidence::kNeverClosed}, .at_most = Certainty::kProbable};
    if (!isOfTheKernel(seen)) found.counter_evidence.add(Evidence::kFirewallLooksAlike);
    if (seen.header.has(Evidence::kSlowAnswer)) found.at_most = Certainty::kPossible;
    if (partIsMissing(scene)) {
        found.lower(Fit::kOpen, Evidence::kPartNotCaptured);
        found.at_most = Certainty::kPossible;
    }
    if (scene.wasJustAlive()) {
        found.lower(Fit::kOpen, Evidence::kSenderJustSent);
        found.at_most = Certainty::kPossible;
    }
    if (scene.mayBeOldCookie()) {
        found.counter_evidence.add(Evidence::kCookieLooksAlike);
        found.at_most = Certainty::kPossible;
    }
    const bool never_opened = scene.isJustOpening() || scene.ignoredHandshake();
    if (never_opened || scene.closedUnseen()) found.lower(Fit::kRare);
    return found;
}

/// The socket was there and ended the connection itself (RFC 9293, 3.10.5;
/// `tcp_send_active_reset`): always with ACK, and while there was something left to abort.
Finding aborted(const Scene& scene, const Observation& seen) {
    if (!scene.segment.has(kAck) || scene.answered.passive || bothFinsAcked(scene)) return {};
    if (isNoSockets(scene)) return {};
    Finding found{.fit = Fit::kShown};
    const bool known_as_small =
        seen.stack == Stack::kEmbedded || seen.header.has(Evidence::kWindowAsItCame);
    if (known_as_small && answersAsSmallStack(scene, seen)) found.lower(Fit::kOpen);
    if (mayBeOfSmallStack(scene, seen.stack)) {
        found.counter_evidence.add(Evidence::kSmallStackLooksAlike);
        if (scene.sender.sentFin()) found.lower(Fit::kOpen);
    }
    if (refusesLateData(scene, seen.stack) || scene.answersUnseenSyn()) found.lower(Fit::kRare);
    if (scene.connection.state(scene.side) == TcpState::kCloseWait) {
        found.evidence.add(Evidence::kPeerFinAcked);
    }
    const bool may_answer = scene.answered.segment || scene.isBeyondPeer();
    const bool lacks_timestamps = scene.sender.timestamps && !scene.segment.has_options;
    const bool proven = isAsOfTheSocket(seen) && !lacks_timestamps &&
                        (scene.segment.has_options || !may_answer) &&
                        !looksLikeAnAnswer(scene, seen.stack);
    if (!proven) found.at_most = Certainty::kProbable;
    if (mayAnswerUnseen(scene, seen.stack)) {
        found.counter_evidence.add(Evidence::kSmallStackLooksAlike);
        found.at_most = Certainty::kPossible;
    }
    if (!scene.sender.spoke()) {
        found.lower(Fit::kOpen, Evidence::kSenderUnseen);
        found.at_most = Certainty::kPossible;
    } else if (scene.segment.seq != scene.sender.next_seq) {
        found.counter_evidence.add(Evidence::kNotInSequence);
        found.at_most = Certainty::kPossible;
    }
    return found;
}

}  // namespace finrst::hypotheses
