// SPDX-License-Identifier: GPL-2.0-or-later
#include "observe.h"

#include "ip_fingerprint.h"
#include "reset_signs.h"
#include "shape.h"

#include <algorithm>

namespace finrst {

namespace {

/// Frames may be out of order: no time is negative.
Duration between(Time from, Time to) {
    return std::max(Duration::zero(), to - from);
}

void quoteHeader(const Segment& segment, Observation& seen) {
    seen.seq = segment.seq;
    seen.ack = segment.ack;
    seen.flags = segment.flags;
    seen.window = segment.window.value_or(0);
    seen.v6 = !segment.source.isV4();
    seen.ttl = segment.ip.ttl;
    seen.tos = segment.ip.tos;
    seen.ip_id = segment.ip.id;
    seen.flow_label = segment.ip.flow_label;
}

void quoteSender(const Endpoint& sender, Observation& seen) {
    seen.expected_seq = sender.acked;
    seen.sender_next = sender.next_seq;
    seen.latest_window = sender.latest.window;
    seen.own_reset_frame = sender.reset_frame;
    seen.sender_ttl = sender.latest.ttl;
    seen.sender_tos = sender.latest.tos;
    seen.sender_flow_label = sender.flow_label;
    seen.sender_frame = sender.latest.frame;
    seen.fin_copies = sender.fin_copies;
    seen.probes = sender.probes;
}

/// From each end's fastest answer: the place of the capture lies between them.
void quoteRoundTrip(const Scene& scene, Observation& seen) {
    const std::uint16_t here = scene.sender.fastest_answer;
    const std::uint16_t there = scene.peer.fastest_answer;
    const bool clocks_agree = !scene.sender.answered_early && !scene.peer.answered_early;
    const bool timed = here != kNoAnswer && there != kNoAnswer;
    if (!scene.connection.sawHandshake() || !timed || !clocks_agree) return;
    seen.round_trip = Duration(AnswerTime(here)) + Duration(AnswerTime(there));
}

void quoteConnection(const Scene& scene, Observation& seen) {
    seen.connection_age = between(scene.connection.firstTime(), seen.time);
    seen.requests = scene.connection.requests();
    seen.sender_accepted = scene.connection.client() != seen.sender;
    quoteRoundTrip(scene, seen);
    const Reset* before = scene.ended_by != nullptr ? scene.ended_by : scene.first_reset;
    if (before != nullptr) seen.first_reset_frame = before->frame;
}

/// What the sender's host showed in its handshakes of how far it is.
void quoteHost(const Scene& scene, Observation& seen) {
    seen.host_ttl = nearestTtlOfHost(scene);
    if (scene.host.fastest_syn_ack != AnswerTime::max()) {
        seen.host_response = scene.host.fastest_syn_ack;
    }
}

/// How long the connection had been silent. Not known where only one end, or segments with SYN, FIN
/// or RST alone, were captured; not told where it was reset before, as that may have been why,
/// unless both ends were reset at once.
void quoteSilence(const Scene& scene, Observation& seen) {
    const SentSegment& trigger = scene.answered.segment;
    const bool was_reset = scene.first_reset != nullptr;
    if ((was_reset && !scene.wasOtherEndJustReset()) || !scene.showsPlainSegments()) return;
    seen.idle_time = trigger ? scene.connection.silenceBefore(trigger.frame, trigger.time)
                             : scene.connection.silenceUntil(seen.time);
    if (seen.idle_time < kLongSilence || scene.sender.sentFin() || was_reset) return;
    seen.header.add(trigger ? Evidence::kSilentBeforeTrigger : Evidence::kSilentBeforeReset);
}

/// How much of what the RST answers lies beyond the window that the sender had opened last (RFC
/// 9293, 3.10.7.4; RFC 7323, 2.3). Without both scales, that is not known.
void quoteWindow(const Scene& scene, Observation& seen) {
    const Endpoint& sender = scene.sender;
    const SentSegment& trigger = scene.answered.segment;
    const bool is_known =
        scene.scalesAreKnown() && sender.latest.window != 0 && !sender.latest.has(kSyn);
    if (!trigger || trigger.has(kSyn) || !is_known || sender.latest.frame > trigger.frame) return;
    const SequenceNumber edge =
        sender.acked + (std::uint32_t{sender.latest.window} << sender.window_shift);
    if (edge.precedes(trigger.end())) seen.beyond_window = trigger.end().value() - edge.value();
}

void quoteTrigger(const Answered& answered, Observation& seen) {
    if (!answered.segment) return;
    seen.trigger = answered.kind;
    seen.trigger_frame = answered.segment.frame;
    seen.trigger_seq = answered.segment.seq;
    seen.response_time = between(answered.segment.time, seen.time);
}

void quotePeerFin(const Scene& scene, Observation& seen) {
    const Endpoint& peer = scene.peer;
    if (!peer.sentFin()) return;
    seen.peer_fin_frame = peer.fin_frame;
    if (!peer.finAcked()) return;
    const Side side = opposite(scene.side);
    seen.peer_fin_ack_frame = scene.connection.finAckFrame(side);
    seen.time_wait_time = between(scene.connection.finAckTime(side), seen.time);
}

void quoteOwnFin(const Scene& scene, Observation& seen) {
    const Endpoint& sender = scene.sender;
    if (!sender.sentFin()) return;
    seen.own_fin_frame = sender.fin_frame;
    seen.own_fin_age = between(sender.fin_time, seen.time);
    if (!sender.finAcked()) return;
    seen.own_fin_ack_frame = scene.finAckFrame();
    if (!sender.finAckedSeparately()) return;
    const Time acked = scene.connection.finAckTime(scene.side);
    seen.own_fin_ack_delay = between(sender.fin_time, acked);
    const SentSegment& trigger = scene.answered.segment;
    if (trigger && trigger.frame < seen.own_fin_ack_frame) return;  // it met FIN-WAIT-1
    seen.fin_wait_2_time = between(acked, trigger ? trigger.time : seen.time);
}

}  // namespace

Observation observe(const Scene& scene) {
    Observation seen;
    seen.frame = scene.segment.frame;
    seen.time = scene.segment.time;
    seen.sender = scene.side;
    seen.previous = scene.connection.lastReset();
    quoteHeader(scene.segment, seen);
    quoteSender(scene.sender, seen);
    quoteConnection(scene, seen);
    quoteTrigger(scene.answered, seen);
    quoteHost(scene, seen);
    quoteSilence(scene, seen);
    quoteWindow(scene, seen);
    quotePeerFin(scene, seen);
    quoteOwnFin(scene, seen);
    if (scene.peer.spoke()) seen.receiver_next = scene.peer.next_seq;
    seen.stack_signs = signsOfReset(scene);
    seen.stack = stackBy(scene.host.stack_signs | seen.stack_signs);
    readShape(scene, seen);
    return seen;
}

}  // namespace finrst
