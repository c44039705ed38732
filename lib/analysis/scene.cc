// SPDX-License-Identifier: GPL-2.0-or-later
#include "scene.h"

namespace finrst {

namespace {

constexpr Duration kRestart = std::chrono::seconds(1);
constexpr Duration kYoungCookie = std::chrono::minutes(1);  // TCP_SYNCOOKIE_PERIOD
constexpr Duration kAtOnce = std::chrono::milliseconds(1);

}  // namespace

bool Scene::showsPlainSegments() const {
    return peer.spoke() && (sender.sent_plain || peer.sent_plain);
}

bool Scene::showsBothSides() const {
    if (sender.spoke()) return sender.routed && sender.latest.copies > 0;
    return host.routed_to == connection.host(opposite(side));
}

bool Scene::scalesAreKnown() const {
    return sender.window_shift != kNoWindowShift && peer.window_shift != kNoWindowShift;
}

bool Scene::wasJustAlive() const {
    const SentSegment& latest = sender.latest;
    return latest && !latest.has(kSyn) && answered.segment.time - latest.time < kRestart;
}

bool Scene::isJustOpening() const {
    const SentSegment& latest = sender.latest;
    return latest.has(kSyn) && latest.has(kAck) && segment.time - latest.time < kSynAckTimeout;
}

bool Scene::closedUnseen() const {
    return !sender.sentFin() && answered.kind == Trigger::kFin && sender.fin_implied &&
           (sender.sent_data || sender.sent_syn) && sender.sent_ack &&
           segment.seq == sender.next_seq + 1 && sender.reset_frame == 0;
}

bool Scene::mayBeOldCookie() const {
    const SentSegment& latest = sender.latest;
    return latest.has(kSyn) && latest.has(kAck) && !sender.repeated && answered.passive &&
           showsPlainSegments() && segment.seq == sender.next_seq &&
           answered.segment.time - latest.time >= kYoungCookie;
}

bool Scene::ignoredHandshake() const {
    const bool is_data = answered.kind == Trigger::kData && answered.passive;
    return sender.latest.has(kSyn) && sender.latest.has(kAck) && sender.syn_repeated_after_ack &&
           peer.repeated && is_data && segment.seq == sender.next_seq;
}

bool Scene::wasOtherEndJustReset() const {
    return first_reset != nullptr && first_reset->sender != side &&
           segment.time - first_reset->time <= kAtOnce;
}

const Reset* Scene::unheardReset() const {
    const bool own = first_reset != nullptr && first_reset->sender == side &&
                     first_reset->origin != Origin::kMiddlebox;
    return own && ended_by == nullptr ? first_reset : nullptr;
}

const Reset* Scene::lostReset() const {
    const Reset* own = unheardReset();
    return own != nullptr && own->seq == own->sender_next ? own : nullptr;
}

bool Scene::answersUnseenSyn() const {
    return !answered.segment && segment.has(kAck) && segment.seq.value() == 0 &&
           segment.window == 0 && !segment.has_options &&
           (!sender.spoke() || sender.next_seq != segment.seq);
}

bool Scene::acksLateData() const {
    const bool still_reads = sender.acked_frame > sender.fin_frame;
    return sender.sentFin() && !still_reads && !answered.passive && answered.segment.length > 0 &&
           segment.has(kAck);
}

}  // namespace finrst
