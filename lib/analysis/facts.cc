// SPDX-License-Identifier: GPL-2.0-or-later
#include "facts.h"

#include <algorithm>

namespace finrst {

namespace {

/// Frames may be out of order: no time is negative.
Duration between(Time from, Time to) {
    return std::max(Duration::zero(), to - from);
}

void quoteHeader(const Segment& segment, Reset& reset) {
    reset.seq = segment.seq;
    reset.window = segment.window.value_or(0);
    reset.v6 = !segment.source.isV4();
    reset.ttl = segment.ip.ttl;
    reset.tos = segment.ip.tos;
    reset.ip_id = segment.ip.id;
    reset.flow_label = segment.ip.flow_label;
}

void quoteSender(const Endpoint& sender, Reset& reset) {
    reset.expected_seq = sender.acked;
    reset.sender_ttl = sender.ttl;
    reset.sender_tos = sender.tos;
    reset.sender_flow_label = sender.flow_label;
    reset.sender_frame = sender.latest.frame;
    reset.fin_copies = sender.fin_copies;
    reset.probes = sender.probes;
}

void quoteConnection(const Scene& scene, Reset& reset) {
    reset.connection_age = between(scene.connection.firstTime(), reset.time);
    reset.requests = scene.connection.requests();
    reset.sender_accepted = scene.connection.client() != reset.sender;
    if (scene.first_reset != nullptr) reset.first_reset_frame = scene.first_reset->frame;
}

void quoteTrigger(const Answered& answered, Reset& reset) {
    if (!answered.segment) return;
    reset.trigger = answered.kind;
    reset.trigger_frame = answered.segment.frame;
    reset.trigger_seq = answered.segment.seq;
    reset.response_time = between(answered.segment.time, reset.time);
}

void quotePeerFin(const Endpoint& peer, Reset& reset) {
    if (!peer.sentFin()) return;
    reset.peer_fin_frame = peer.fin_frame;
    reset.peer_fin_ack_frame = peer.fin_ack_frame;
    if (peer.finAcked()) reset.time_wait_time = between(peer.fin_ack_time, reset.time);
}

void quoteOwnFin(const Scene& scene, Reset& reset) {
    const Endpoint& sender = scene.sender;
    if (!sender.sentFin()) return;
    reset.own_fin_frame = sender.fin_frame;
    reset.own_fin_age = between(sender.fin_time, reset.time);
    if (!sender.finAcked()) return;
    reset.own_fin_ack_frame = sender.fin_ack_frame;
    if (!sender.finAckedSeparately()) return;
    reset.own_fin_ack_delay = between(sender.fin_time, sender.fin_ack_time);
    const SentSegment& trigger = scene.answered.segment;
    reset.fin_wait_2_time = between(sender.fin_ack_time, trigger ? trigger.time : reset.time);
}

/// The state in which the sender should have been when the trigger arrived: where that was also
/// the ACK of its FIN, it found FIN-WAIT-1.
TcpState stateAtTrigger(const Scene& scene) {
    const TcpState state = scene.connection.state(scene.side);
    const SentSegment& trigger = scene.answered.segment;
    const bool trigger_acked_fin = trigger && scene.sender.fin_ack_frame == trigger.frame;
    if (trigger_acked_fin && state == TcpState::kFinWait2) return TcpState::kFinWait1;
    return state;
}

}  // namespace

void quoteFacts(const Scene& scene, Reset& reset) {
    reset.frame = scene.segment.frame;
    reset.time = scene.segment.time;
    reset.sender = scene.side;
    quoteHeader(scene.segment, reset);
    quoteSender(scene.sender, reset);
    quoteConnection(scene, reset);
    quoteTrigger(scene.answered, reset);
    quotePeerFin(scene.peer, reset);
    quoteOwnFin(scene, reset);
    reset.sender_state = stateAtTrigger(scene);
}

}  // namespace finrst
