// SPDX-License-Identifier: GPL-2.0-or-later
#include "acceptance.h"

namespace finrst {

namespace {

/// A RST must acknowledge the SYN, and no more than was sent (RFC 9293, 3.10.7.3). One that
/// acknowledges more, or nothing, may answer what was not captured.
Accepted bySyn(const Scene& scene) {
    const Segment& reset = scene.segment;
    const Endpoint& receiver = scene.peer;
    if (!reset.has(kAck) || receiver.next_seq.precedes(reset.ack)) return Accepted::kUnknown;
    return receiver.first_seq.precedes(reset.ack) ? Accepted::kYes : Accepted::kNo;
}

/// The octets behind RCV.NXT that the receiver had room for; empty where the capture lacks what
/// the sender sent, or the receiver's SYN, which tells the scale.
std::optional<std::uint32_t> windowOf(const Scene& scene) {
    const Endpoint& receiver = scene.peer;
    const bool known = scene.scalesAreKnown() && !receiver.latest.has(kSyn) &&
                       !scene.sender.missed && scene.showsPlainSegments();
    if (!known) return std::nullopt;
    return std::uint32_t{receiver.open_window} << receiver.window_shift;
}

/// The RST comes behind data that is not acknowledged: whether that has arrived. BSD waits for the
/// number that it acknowledged last (FreeBSD, `tcp_do_segment`), others for what they received.
Accepted behindData(const Scene& scene) {
    const bool may_be_lost = scene.sender.unseen > 0 || scene.sender.repeated;
    const bool by_ack = stackBy(scene.peer_host.stack_signs) == Stack::kBsd;
    return may_be_lost || by_ack ? Accepted::kUnknown : Accepted::kYes;
}

/// The number must be the one that the receiver waits for (RFC 9293, 3.10.7.4; RFC 5961, 3.2):
/// what it had acknowledged, or the end of what was sent to it. Between the two, what was sent may
/// have arrived or not; behind them, it may not have been captured.
Accepted byNumber(const Scene& scene) {
    const Endpoint& receiver = scene.peer;
    const Endpoint& sender = scene.sender;
    const SequenceNumber number = scene.segment.seq;
    if (!receiver.spoke() || scene.answersUnseenSyn()) return Accepted::kUnknown;
    // What challenges a SYN holds an older connection, of which nothing was sent.
    const bool none_sent =
        !sender.spoke() || scene.connection.state(scene.side) == TcpState::kSynSent;
    const bool all_acked = none_sent || receiver.hasAcknowledged(sender.next_seq);
    if (all_acked && !receiver.sent_ack) return Accepted::kUnknown;
    const SequenceNumber next = all_acked ? receiver.acked : sender.next_seq;
    if (number == next) return all_acked ? Accepted::kYes : behindData(scene);
    if (receiver.sent_ack && number.precedes(receiver.acked)) {
        // Linux takes the number of the FIN, too, which macOS sends (`tcp_reset_check`).
        const bool of_fin = sender.sentFin() && number + 1 == receiver.acked;
        return of_fin ? Accepted::kUnknown : Accepted::kNo;
    }
    const auto window = windowOf(scene);
    if (window && (next + *window).precedes(number)) return Accepted::kNo;
    return Accepted::kUnknown;
}

/// An ACK that brings nothing, behind a RST of another number than the receiver waits for (RFC
/// 5961, 3.2), and nothing else asked for it: what was sent to it was captured, and all of that
/// had been acknowledged.
bool isChallenge(const Reset& reset, const Segment& segment, const Connection& connection) {
    const Endpoint& receiver = connection.end(opposite(reset.sender));
    const Endpoint& sender = connection.end(reset.sender);
    const bool unasked = receiver.latest.frame < reset.frame && sender.latest.frame < reset.frame &&
                         sender.spoke() && receiver.hasAcknowledged(sender.next_seq);
    return reset.accepted == Accepted::kUnknown && unasked && segment.flags == kAck &&
           segment.length == 0 && segment.seq == receiver.next_seq &&
           segment.ack == receiver.acked && segment.ack != reset.seq &&
           segment.time - reset.time <= kLongestWay;
}

/// It acknowledges what was sent to it behind the RST, and had not done so before.
bool tookMore(const Reset& reset, const Segment& segment, const Connection& connection) {
    const Endpoint& receiver = connection.end(opposite(reset.sender));
    const Endpoint& sender = connection.end(reset.sender);
    const bool first_ack =
        receiver.sent_ack ? receiver.acked.precedes(segment.ack) : receiver.sent_syn;
    const SequenceNumber before = reset.sender_frame != 0 ? reset.sender_next : sender.first_seq;
    return segment.has(kAck) && first_ack && sender.latest.frame > reset.frame &&
           before.precedes(segment.ack) && !sender.next_seq.precedes(segment.ack);
}

}  // namespace

bool isOver(const Scene& scene) {
    const Reset* ended = scene.ended_by;
    if (ended == nullptr) return false;
    if (ended->sender == scene.side) return ended->accepted == Accepted::kYes;
    // In SYN-SENT, a RST clears what the peer holds, and the SYN goes on.
    return ended->origin != Origin::kMiddlebox && ended->contradiction_frame == 0 &&
           ended->sender_state != TcpState::kSynSent;
}

Accepted acceptanceOf(const Scene& scene) {
    const TcpState state = scene.connection.state(opposite(scene.side));
    // A FIN that comes again has not met the ACK that was captured.
    const bool closed = state == TcpState::kClosed && !scene.peer.fin_repeated_after_ack;
    if (closed) return Accepted::kNo;
    const Accepted accepted = state == TcpState::kSynSent ? bySyn(scene) : byNumber(scene);
    const bool may_be_over = scene.ended_by != nullptr && scene.ended_by->sender == scene.side;
    return may_be_over && accepted == Accepted::kYes ? Accepted::kUnknown : accepted;
}

Accepted acceptanceAfter(const Reset& reset, const Segment& segment, const Connection& connection,
                         Stack stack) {
    if (reset.accepted == Accepted::kChallenged) return reset.accepted;
    if (segment.has(kSyn)) {
        // Windows asks again, although it took the refusal.
        const bool may_ask_again = reset.accepted == Accepted::kYes && stack != Stack::kLinux;
        return may_ask_again ? Accepted::kUnknown : Accepted::kNo;
    }
    if (isChallenge(reset, segment, connection)) return Accepted::kChallenged;
    const bool goes_on = segment.time - reset.time > kLongestWay;
    return goes_on || tookMore(reset, segment, connection) ? Accepted::kNo : reset.accepted;
}

}  // namespace finrst
