// SPDX-License-Identifier: GPL-2.0-or-later
#include "acceptance.h"

namespace finrst {

namespace {

/// A RST must acknowledge the SYN, and no more than was sent (RFC 9293, 3.10.7.3). What
/// acknowledges more may answer data that was not captured.
Accepted bySyn(const Scene& scene) {
    const Segment& reset = scene.segment;
    const Endpoint& receiver = scene.peer;
    if (!reset.has(kAck) || !receiver.first_seq.precedes(reset.ack)) return Accepted::kNo;
    return receiver.next_seq.precedes(reset.ack) ? Accepted::kUnknown : Accepted::kYes;
}

/// The octets behind RCV.NXT that the receiver had room for; empty where its SYN was not captured,
/// which tells the scale.
std::optional<std::uint32_t> windowOf(const Scene& scene) {
    const Endpoint& receiver = scene.peer;
    const bool known = receiver.window_shift != kNoWindowShift &&
                       scene.sender.window_shift != kNoWindowShift && !receiver.latest.has(kSyn);
    if (!known) return std::nullopt;
    return std::uint32_t{receiver.open_window} << receiver.window_shift;
}

/// The number must be the one that the receiver waits for (RFC 9293, 3.10.7.4; RFC 5961, 3.2):
/// what it had acknowledged, or the end of what was sent to it. Between the two, what was sent may
/// have arrived or not; behind them, it may not have been captured.
Accepted byNumber(const Scene& scene) {
    const Endpoint& receiver = scene.peer;
    const Endpoint& sender = scene.sender;
    const SequenceNumber number = scene.segment.seq;
    if (!receiver.sent_ack && !sender.spoke()) return Accepted::kUnknown;
    const bool all_acked = !sender.spoke() || receiver.hasAcknowledged(sender.next_seq);
    const SequenceNumber next = all_acked ? receiver.acked : sender.next_seq;
    if (number == next) {
        const bool has_hole = !all_acked && sender.unseen > 0;
        return has_hole ? Accepted::kUnknown : Accepted::kYes;
    }
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
/// 5961, 3.2), and nothing else asked for it.
bool isChallenge(const Reset& reset, const Segment& segment, const Connection& connection) {
    const Endpoint& receiver = connection.end(opposite(reset.sender));
    const Endpoint& sender = connection.end(reset.sender);
    const bool first_word =
        receiver.latest.frame < reset.frame && sender.latest.frame < reset.frame;
    return reset.accepted == Accepted::kUnknown && first_word && segment.flags == kAck &&
           segment.length == 0 && segment.seq == receiver.next_seq && receiver.sent_ack &&
           segment.ack == receiver.acked && segment.ack != reset.seq &&
           segment.time - reset.time <= kLongestWay;
}

/// It acknowledges what was sent to it behind the RST.
bool tookMore(const Reset& reset, const Segment& segment, const Connection& connection) {
    const Endpoint& sender = connection.end(reset.sender);
    return segment.has(kAck) && sender.latest.frame > reset.frame &&
           reset.sender_next.precedes(segment.ack) && !sender.next_seq.precedes(segment.ack);
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
    if (isOver(scene)) return Accepted::kNo;
    const TcpState state = scene.connection.state(opposite(scene.side));
    if (state == TcpState::kClosed) return Accepted::kNo;
    return state == TcpState::kSynSent ? bySyn(scene) : byNumber(scene);
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
