// SPDX-License-Identifier: GPL-2.0-or-later
#include "outcome.h"

#include "acceptance.h"

#include <algorithm>

namespace finrst {

namespace {

/// Neither end has sent more than its part of the handshake.
Stage stageOfOpening(const Scene& scene) {
    const Connection& connection = scene.connection;
    const Side client = connection.client();
    const Endpoint& opener = connection.end(client);
    const Endpoint& server = connection.end(opposite(client));
    if (!connection.sawHandshake() || !opener.sent_syn) return Stage::kUnknown;
    const Segment& reset = scene.segment;
    const bool acks_more = reset.has(kAck) && scene.peer.next_seq.precedes(reset.ack);
    if (connection.state(client) == TcpState::kSynSent) {
        // A client that resets without a challenge has had a SYN-ACK; a server that does not
        // acknowledge the SYN alone answers something else.
        const bool unanswered =
            scene.side == client ? server.spoke() : reset.has(kAck) && !acks_more;
        return unanswered ? Stage::kSyn : Stage::kUnknown;
    }
    const bool is_part = opener.missed || server.missed || acks_more || scene.isBeyondSender();
    if (is_part) return Stage::kUnknown;
    if (scene.showsPlainSegments() && opener.past_syn) return Stage::kBeforeData;
    return scene.answered.kind == Trigger::kSynAck ? Stage::kHandshake : Stage::kUnknown;
}

Stage stageOf(const Scene& scene) {
    const bool all_closed = scene.sender.finAcked() && scene.peer.finAcked();
    if (all_closed) return Stage::kClosed;
    if (scene.sender.sentFin() || scene.peer.sentFin()) return Stage::kClosing;
    return scene.connection.hasData() ? Stage::kData : stageOfOpening(scene);
}

/// How long `end` has been in CLOSE-WAIT until `time`; negative: not known to have been.
Duration closeWait(const Endpoint& end, const Endpoint& closer, Time time) {
    if (!closer.finAckedSeparately() || end.fin_implied) return Duration(-1);
    const Time until = end.sentFin() ? end.fin_time : time;
    return std::max(Duration::zero(), until - end.acked_time);
}

/// Data of `from` that `to` had not acknowledged by `acked`.
Unacknowledged countUnacknowledged(const Endpoint& from, SequenceNumber acked) {
    const std::int32_t numbers = from.next_seq - acked;
    const std::int32_t octets = numbers - (from.sentFin() ? 1 : 0);
    if (octets <= 0) return {};
    const auto count = static_cast<std::uint32_t>(octets);
    const SentSegment* first =
        from.findUnanswered([](const SentSegment& s) { return s.length > 0; });
    if (first == nullptr) return {count, 0, false};
    return {count, first->frame, first->length == count};
}

/// The capture lacks something of what `end` sent, as its numbers or the ACKs of `other` show.
bool isPart(const Endpoint& end, const Endpoint& other) {
    return end.unseen > 0 || (other.sent_ack && end.next_seq.precedes(other.acked));
}

/// Known where both ends' segments, ACKs among them, are in the capture from where each ended.
void countLoss(const Scene& scene, Verdict verdict, ResetOutcome& outcome) {
    const Endpoint& sender = scene.sender;
    const Endpoint& receiver = scene.peer;
    const bool opened = sender.spoke() && scene.connection.state(scene.side) != TcpState::kSynSent;
    if (!scene.showsPlainSegments() || !opened) return;
    if (isPart(sender, receiver) || isPart(receiver, sender)) return;
    if (receiver.sent_ack && !scene.isBeyondSender()) {
        outcome.unacked_of_sender = countUnacknowledged(sender, receiver.acked);
    }
    if (!sender.sent_ack) return;
    // Only a socket that aborts has taken what its RST acknowledges; others acknowledge what they
    // refuse.
    const SequenceNumber told = scene.segment.ack;
    const bool by_reset = verdict == Verdict::kAbort && scene.segment.has(kAck) &&
                          sender.acked.precedes(told) && !receiver.next_seq.precedes(told);
    outcome.unacked_of_receiver = countUnacknowledged(receiver, by_reset ? told : sender.acked);
}

}  // namespace

ResetOutcome outcomeOf(const Scene& scene, Verdict verdict) {
    ResetOutcome outcome;
    if (isOver(scene)) {
        outcome.accepted = Accepted::kNo;
        outcome.stage = Stage::kClosed;
        return outcome;
    }
    outcome.accepted = acceptanceOf(scene);
    outcome.stage = stageOf(scene);
    countLoss(scene, verdict, outcome);
    const Time time = scene.segment.time;
    const Duration receivers = closeWait(scene.peer, scene.sender, time);
    outcome.receiver_waited = receivers >= Duration::zero();
    // A sender without a socket was in no state any more.
    if (outcome.receiver_waited) {
        outcome.close_wait_time = receivers;
    } else if (!scene.answered.passive) {
        outcome.close_wait_time = closeWait(scene.sender, scene.peer, time);
    }
    return outcome;
}

void acknowledge(std::uint32_t octets, ResetOutcome& outcome) {
    if (!outcome.unacked_of_sender || outcome.unacked_of_sender->octets == 0) return;
    const std::uint32_t before = outcome.unacked_of_sender->octets;
    // Which frame holds the rest is not known.
    outcome.unacked_of_sender = Unacknowledged{before - std::min(before, octets), 0, false};
}

}  // namespace finrst
