// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/connection.h"

#include "analysis/lone_syn.h"

#include <algorithm>
#include <limits>

namespace finrst {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Two frames with the same IP ID are one packet, seen twice, unless the counter went around.
constexpr Duration kSameIdDelay = seconds(1);
/// A pause between two pieces of data of one end that are not one message.
constexpr Duration kPause = milliseconds(10);

template <typename Counter>
void countUp(Counter& counter) {
    if (counter < std::numeric_limits<Counter>::max()) ++counter;
}

bool hasIpId(const Segment& segment) {
    return segment.ip.known && segment.ip.id != 0;
}

/// A copy of the latest one, or, where copies come in bunches, of one that is not answered yet.
bool isCopyOfSent(const Segment& segment, const Endpoint& sender) {
    const auto is_copy_of = [&](const SentSegment& sent) {
        if (!sent || !sent.equals(segment)) return false;
        const Duration delay = segment.time - sent.time;
        return hasIpId(segment) ? segment.ip.id == sent.ip_id && delay < kSameIdDelay
                                : delay < kCopyDelay;
    };
    if (is_copy_of(sender.latest)) return true;
    return segment.sequenceLength() > 0 && sender.findUnanswered(is_copy_of) != nullptr;
}

void learnIpHeader(const Segment& segment, Endpoint& sender) {
    if (!segment.ip.known) return;
    // First: the processor would wait for a flag that was just stored into the same word.
    sender.flow_label = segment.ip.flow_label & 0xfffffu;
    if (!sender.ip_known) {
        sender.ip_known = true;
        sender.first_ttl = segment.ip.ttl;
    }
    sender.ip_ids.saw(segment.ip.id);
}

/// Ends at 71 minutes; negative ones are 0.
std::uint32_t toMicroseconds(Duration duration) {
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(us, 0, 0xffffffff));
}

/// Without an IP ID, a duplicate ACK looks like a copy, but for one behind a router.
void countCopy(const Segment& segment, Endpoint& sender) {
    if (segment.ip.known && segment.ip.ttl != sender.latest.ttl) sender.copy_ttl = segment.ip.ttl;
    const bool as_before = !segment.ip.known || segment.ip.ttl == sender.first_ttl;
    if (as_before && segment.sequenceLength() == 0 && !hasIpId(segment)) return;
    sender.mirrored |= as_before;
    sender.routed |= !as_before;
    countUp(sender.latest.copies);
    sender.most_copies = std::max(sender.most_copies, sender.latest.copies);
}

void learnAnswerTime(Duration answer, Endpoint& sender) {
    if (answer < Duration::zero() || answer >= AnswerTime(sender.fastest_answer)) return;
    sender.fastest_answer = std::chrono::ceil<AnswerTime>(answer).count();
}

/// `segment` is not next in order: it leaves a hole, or may fill one.
void followHole(const Segment& segment, Endpoint& sender) {
    if (!sender.next_seq.precedes(segment.seq)) {
        sender.unseen -= std::min(sender.unseen, segment.sequenceLength());
        sender.repeated |= segment.sequenceLength() > 0;
        return;
    }
    sender.missed = true;
    if (!sender.sentFin()) sender.unseen += segment.seq.value() - sender.next_seq.value();
}

void noteWhenAcked(const Segment& segment, Endpoint& sender) {
    sender.acked_time = segment.time;
    sender.acked_frame = segment.frame;
}

void recordAck(const Segment& segment, Endpoint& sender, const Endpoint& peer) {
    sender.acked = segment.ack;
    if (!peer.finAcked()) noteWhenAcked(segment, sender);
}

void recordFin(const Segment& segment, Endpoint& sender, const Endpoint& peer) {
    countUp(sender.fin_copies);
    if (sender.finAcked()) sender.fin_repeated_after_ack = true;
    if (sender.sentFin()) return;
    sender.began_with_fin = !sender.spoke();
    sender.fin_frame = segment.frame;
    sender.fin_time = segment.time;
    // Below what was sent, it ends another stream than the captured one: a box closes in its name.
    if (segment.end().precedes(sender.next_seq)) {
        sender.unseen += sender.next_seq.value() - segment.end().value();
    }
    sender.next_seq = segment.end();
    sender.peer_fin_acked_first = peer.sentFin() && sender.hasAcknowledged(peer.finEnd());
    // The ACK was captured before the FIN, or the FIN's first copy was not captured.
    if (peer.sent_ack && peer.acked == sender.finEnd()) {
        sender.fin_acked = true;
        sender.fin_acked_by_fin = peer.sentFin() && peer.fin_frame <= peer.acked_frame;
    }
}

}  // namespace

const Connection::Past Connection::kNoPast;

Connection::Connection(const Identity& identity, const Earlier& earlier, const Segment& first)
    : first_time_(first.time),
      identity_(identity),
      first_frame_(first.frame),
      client_(identity.ports[0] >= identity.ports[1] ? Side::kA : Side::kB) {
    if (earlier.previous != kNoIndex) past_ = std::make_unique<Past>(Past{.earlier = earlier});
}

Connection::Connection(const LoneSyn& syn) : Connection(syn.identity(), {}, syn.segment()) {
    add(syn.segment(), syn.from());
}

bool Connection::isReopenedBy(const Segment& segment, Side from) const {
    const Endpoint& sender = end(from);
    const Endpoint& peer = end(opposite(from));
    if (!segment.has(kSyn)) {
        // Data beyond the FIN: the handshake between was not captured.
        return sender.sentFin() && !segment.has(kRst) && segment.length > 0 &&
               (sender.finEnd()).precedes(segment.end());
    }
    if (sender.sent_syn) {
        const bool same = sender.first_seq == segment.seq;
        return !same && (!segment.has(kAck) || isReset());
    }
    if (segment.has(kAck)) {
        if (isReset()) return sender.spoke() || !peer.sent_syn;
        const bool captured_late = peer.sent_syn && segment.ack == peer.first_seq + 1;
        return sender.spoke() && !captured_late;
    }
    const bool opened_by_peer = peer.sent_syn && !peer.syn_acked && !sender.spoke();
    return !opened_by_peer;
}

void Connection::renumber(const Renumbering& hosts, const Renumbering& resets,
                          const Renumbering& connections) {
    for (std::uint32_t& host : identity_.hosts) host = hosts(host);
    if (past_ == nullptr) return;
    past_->first_reset = resets(past_->first_reset);
    past_->last_reset = resets(past_->last_reset);
    past_->earlier.previous = past_->earlier.far = connections(past_->earlier.previous);
}

void Connection::renumber(const FrameShift& shift) {
    for (Endpoint& end : ends_) {
        end.SentSegments::renumber(shift);
        shift(end.fin_frame);
        shift(end.acked_frame);
        shift(end.reset_frame);
    }
    shift(silent_until_frame_);
    shift(first_frame_);
}

bool Connection::isCopy(const Segment& segment, Side from) const {
    return isCopyOfSent(segment, end(from));
}

void Connection::add(const Segment& segment, Side from) {
    Endpoint& sender = mutableEnd(from);
    Endpoint& peer = mutableEnd(opposite(from));
    if (isCopyOfSent(segment, sender)) {
        countCopy(segment, sender);
        return;
    }
    noteSilence(segment, peer);
    if (!sender.spoke()) {
        sender.first_seq = sender.next_seq = segment.seq;
    }
    peer.probes = 0;
    learnIpHeader(segment, sender);
    if (sender.next_seq != segment.seq) followHole(segment, sender);
    if (segment.has(kSyn)) {
        client_ = segment.has(kAck) ? opposite(from) : from;
        saw_handshake_ = true;
        sender.syn_repeated_after_ack |= sender.syn_acked && sender.first_seq == segment.seq;
        sender.sent_syn = true;
        sender.window_shift = segment.window_shift & kNoWindowShift;
    } else {
        sender.timestamps = segment.has_options;
        sender.past_syn = true;
        sender.sent_plain |= !segment.has(kFin);
        sender.open_window = std::max(sender.open_window, segment.window.value_or(0));
    }
    if (segment.has(kAck)) acknowledge(segment, sender, peer);
    const bool waits = occupy(segment, from);
    sender.keep(segment, waits);
}

void Connection::noteSilence(const Segment& segment, const Endpoint& peer) {
    constexpr Duration kSilence = seconds(1);
    const Time before = latestTime();
    if (peer.latest.frame < silent_until_frame_ && segment.time - before < kSilence) return;
    silent_since_ = before;
    silent_until_frame_ = segment.frame;
}

Duration Connection::silenceBefore(std::uint32_t frame, Time time) const {
    if (frame != silent_until_frame_ || silent_since_ == Time{}) return Duration(-1);
    return std::max(Duration::zero(), time - silent_since_);
}

Duration Connection::silenceUntil(Time time) const {
    if (latestTime() == Time{}) return Duration(-1);
    return std::max(Duration::zero(), time - latestTime());
}

void Connection::acknowledge(const Segment& segment, Endpoint& sender, Endpoint& peer) {
    if (peer.spoke() && peer.next_seq.precedes(segment.ack)) {
        peer.missed = true;
        peer.fin_implied |= !segment.has(kFin) && segment.ack == peer.next_seq + 1;
    }
    if (!sender.hasAcknowledged(segment.ack)) {
        peer.acked_unseen |= sender.sent_ack && !peer.spoke();
        recordAck(segment, sender, peer);
    }
    sender.sent_ack = true;
    if (peer.sent_syn && !peer.syn_acked) {
        // A challenge ACK (RFC 5961, 4) acknowledges anything but the SYN that it answers.
        const std::int32_t acked = segment.ack - peer.first_seq;
        const std::int32_t sent = peer.next_seq - peer.first_seq;
        peer.syn_acked = (acked >= 1 && acked <= sent) || sent > 1;
    }
    const SentSegment* oldest = peer.oldestUnanswered();
    if (oldest != nullptr && sender.hasAcknowledged(oldest->end())) {
        learnAnswerTime(segment.time - oldest->time, sender);
        peer.dropAcknowledged(sender.acked);
    }
    if (peer.sentFin() && !peer.finAcked() && sender.hasAcknowledged(peer.finEnd())) {
        noteWhenAcked(segment, sender);  // what a RST brought before counts for nothing
        peer.fin_acked = true;
        peer.fin_acked_by_fin = segment.has(kFin) || sender.sentFin();
    }
}

/// True when the peer is to answer.
bool Connection::occupy(const Segment& segment, Side from) {
    Endpoint& sender = mutableEnd(from);
    const Endpoint& peer = end(opposite(from));
    if (isKeepaliveProbe(segment, peer)) {
        countUp(sender.probes);
        return false;
    }
    if (segment.has(kFin)) recordFin(segment, sender, peer);
    const SequenceNumber end = segment.end();
    const bool is_empty = end == segment.seq;
    const bool was_answered = !is_empty && peer.hasAcknowledged(end);
    if (!sender.sentFin() && sender.next_seq.precedes(end)) {
        sender.answered_early |= was_answered;
        sender.next_seq = end;
    }
    if (segment.length > 0) takeTurn(segment, from);
    if (is_empty || was_answered) return false;
    // Who says more than SYN has had an answer to that, captured or not.
    const SentSegment* oldest = sender.oldestUnanswered();
    const bool is_past_syn = oldest != nullptr && oldest->has(kSyn) && !segment.has(kSyn);
    if (is_past_syn) sender.dropAnswered(oldest->frame);
    return true;
}

void Connection::takeTurn(const Segment& segment, Side from) {
    const bool again = hasData() && from == last_data_from_;
    continues_ = again;
    spoke_again_ = again && (spoke_again_ || segment.time - last_data_time_ > kPause);
    if (hasData() && from == client_ && from != last_data_from_) {
        latest_idle_ = toMicroseconds(segment.time - last_data_time_);
        if (!end(opposite(from)).sentFin()) longest_idle_ = std::max(longest_idle_, latest_idle_);
    }
    last_data_from_ = from;
    last_data_time_ = segment.time;
    mutableEnd(from).sent_data = true;
    if (from == client_) {
        request_open_ = true;
    } else if (request_open_) {
        request_open_ = false;
        countUp(requests_);
    }
}

void Connection::addReset(const Segment& reset, Side from, std::uint32_t index,
                          std::uint32_t answered_frame, bool is_copy) {
    Endpoint& sender = mutableEnd(from);
    Endpoint& peer = mutableEnd(opposite(from));
    if (past_ == nullptr) past_ = std::make_unique<Past>();
    if (!isReset()) {
        past_->first_reset = index;
        reset_from_ = from;
    }
    countUp(sender.resets);
    if (sender.reset_frame == 0) sender.reset_frame = reset.frame;
    past_->last_reset = index;
    if (is_copy) return;
    if (reset.has(kAck) && sender.sent_ack && !sender.hasAcknowledged(reset.ack)) {
        recordAck(reset, sender, peer);
    }
    peer.dropAnswered(answered_frame);
    if (reset.has(kAck)) peer.dropAcknowledged(reset.ack);
}

bool Connection::goesOnAfterReset(const Segment& segment, Side from) const {
    const Endpoint& sender = end(from);
    const Endpoint& peer = end(opposite(from));
    return isReset() && from == reset_from_ && segment.has(kAck) && !segment.has(kSyn) &&
           sender.sent_ack && sender.acked.precedes(segment.ack) && peer.spoke() &&
           !peer.next_seq.precedes(segment.ack);
}

bool Connection::sendsOnAfterReset(const Segment& segment, Side from) const {
    const Endpoint& sender = end(from);
    return isReset() && from == reset_from_ && segment.length > 0 && segment.has(kAck) &&
           !segment.has(kSyn) && sender.spoke() && !sender.sentFin() &&
           segment.seq == sender.next_seq && sender.sent_ack && segment.ack == sender.acked;
}

bool Connection::countsOnAfterReset(const Segment& segment, Side from) const {
    const IpIdCounter& ids = end(from).ip_ids;
    return isReset() && from == reset_from_ && !segment.has(kSyn) && segment.ip.id != 0 &&
           ids.isRunning() && ids.leadsTo(segment.ip.id);
}

TcpState Connection::state(Side side) const {
    const Endpoint& self = end(side);
    const Endpoint& peer = end(opposite(side));
    if (!self.spoke()) return TcpState::kUnknown;
    if (self.sent_syn && !self.syn_acked && !self.past_syn) {
        const bool accepts = peer.sent_syn || self.latest.has(kAck);
        return accepts ? TcpState::kSynReceived : TcpState::kSynSent;
    }
    const bool peer_closed = peer.sentFin() && self.hasAcknowledged(peer.finEnd());
    if (!self.sentFin()) return peer_closed ? TcpState::kCloseWait : TcpState::kEstablished;
    if (self.peer_fin_acked_first) return self.finAcked() ? TcpState::kClosed : TcpState::kLastAck;
    if (!self.finAcked()) return peer_closed ? TcpState::kClosing : TcpState::kFinWait1;
    return peer_closed ? TcpState::kTimeWait : TcpState::kFinWait2;
}

}  // namespace finrst
