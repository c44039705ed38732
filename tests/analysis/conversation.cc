// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"

#include <array>
#include <stdexcept>
#include <utility>

namespace finrst {

namespace {

Address address(IpVersion version, std::uint8_t last) {
    const std::array<std::uint8_t, 4> v4 = {10, 0, 0, last};
    const std::array<std::uint8_t, 16> v6 = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0,
                                             0,    0,    0,    0,    0, 0, 0, last};
    return version == IpVersion::kV4 ? Address::fromV4(v4.data()) : Address::fromV6(v6.data());
}

}  // namespace

const Reset* Capture::add(Segment& segment) {
    now_ += kBetweenFrames;
    segment.time = now_;
    segment.frame = static_cast<std::uint32_t>(segments_.size() + 1);
    segments_.push_back(segment);
    return analysis_.add(segment);
}

Conversation::Conversation(const Setup& setup) : Conversation(own_capture_, setup) {}

Conversation::Conversation(Capture& capture, const Setup& setup) : capture_(&capture) {
    client_.address = address(setup.ip, setup.swap_addresses ? 2 : setup.client_host);
    server_.address = address(setup.ip, setup.swap_addresses ? 1 : 2);
    client_.port = setup.client_port;
    server_.port = setup.server_port;
    client_.next = SequenceNumber(setup.client_isn);
    server_.next = SequenceNumber(setup.server_isn);
    client_.expected = server_.next;
    server_.expected = client_.next;
    server_.stack.ip_id = 7000;
    server_.stack.flow_label = 0x54321;
    server_.stack.ttl = 61;
}

Conversation::Talker Conversation::client() {
    return {*this, client_, server_};
}
Conversation::Talker Conversation::server() {
    return {*this, server_, client_};
}

Conversation& Conversation::after(Duration pause) {
    capture_->after(pause);
    return *this;
}

Conversation& Conversation::uncaptured() {
    passage_.captured = false;
    return *this;
}

Conversation& Conversation::undelivered() {
    passage_.delivered = false;
    return *this;
}

void Conversation::handshake() {
    client().syn();
    server().synAck();
    client().acks();
}

void Conversation::request(std::uint32_t octets, std::uint32_t answered) {
    client().sends(octets);
    server().sends(answered);
    client().acks();
}

const Reset* Conversation::mirrored() {
    Segment copy = capture_->segments().back();
    return capture_->add(copy);
}

const Reset* Conversation::routed() {
    Segment copy = capture_->segments().back();
    --copy.ip.ttl;
    return capture_->add(copy);
}

void Conversation::reuse(std::uint32_t client_isn, std::uint32_t server_isn) {
    client_.next = SequenceNumber(client_isn);
    server_.next = SequenceNumber(server_isn);
    client_.heard = server_.heard = false;
}

const Reset* Conversation::pass(Segment& segment, Host& receiver) {
    const Passage passage = std::exchange(passage_, {});
    if (passage.delivered && segment.sequenceLength() > 0) {
        const bool in_order = !receiver.expected.precedes(segment.seq);
        if (!receiver.heard || (in_order && receiver.expected.precedes(segment.end()))) {
            receiver.expected = segment.end();
            receiver.heard = true;
        }
    }
    if (!passage.captured) return nullptr;
    return capture_->add(segment);
}

using Talker = Conversation::Talker;

Talker& Talker::with(std::function<void(Segment&)> change) {
    changes_.push_back(std::move(change));
    return *this;
}
Talker& Talker::ttl(std::uint8_t ttl) {
    return with([=](Segment& s) { s.ip.ttl = ttl; });
}
Talker& Talker::tos(std::uint8_t tos) {
    return with([=](Segment& s) { s.ip.tos = tos; });
}
Talker& Talker::ipId(std::uint16_t id) {
    return with([=](Segment& s) { s.ip.id = id; });
}
Talker& Talker::flowLabel(std::uint32_t label) {
    return with([=](Segment& s) { s.ip.flow_label = label; });
}
Talker& Talker::window(std::uint16_t window) {
    return with([=](Segment& s) { s.window = window; });
}
Talker& Talker::ack(SequenceNumber ack) {
    return with([=](Segment& s) { s.ack = ack; });
}
Talker& Talker::seq(SequenceNumber seq) {
    return with([=](Segment& s) { s.seq = seq; });
}

Segment Talker::segment(std::uint8_t flags, std::uint32_t length) const {
    Segment segment;
    segment.source = self_.address;
    segment.source_port = self_.port;
    segment.destination = peer_.address;
    segment.destination_port = peer_.port;
    segment.flags = flags;
    segment.length = length;
    segment.seq = self_.next;
    if ((flags & kAck) != 0) segment.ack = self_.expected;
    segment.window = self_.stack.window;
    segment.has_options = self_.stack.options;
    if ((flags & kSyn) != 0) segment.syn_options = self_.stack.syn_options;
    segment.ip.known = true;
    segment.ip.ttl = self_.stack.ttl;
    segment.ip.tos = self_.stack.tos;
    if (self_.address.isV4()) {
        segment.ip.id = self_.stack.ip_id;
        segment.ip.dont_fragment = true;
    } else {
        segment.ip.flow_label = self_.stack.flow_label;
    }
    return segment;
}

void Talker::applyChanges(Segment& segment) const {
    for (const auto& change : changes_) change(segment);
}

Segment Talker::send(Segment segment) {
    applyChanges(segment);
    if (self_.stack.ip_id != 0) ++self_.stack.ip_id;
    if (self_.next.precedes(segment.end())) self_.next = segment.end();
    conversation_.pass(segment, peer_);
    self_.last = segment;
    return segment;
}

Segment Talker::syn(std::uint32_t length) {
    return send(segment(kSyn, length));
}
Segment Talker::synAck() {
    return send(segment(kSyn | kAck, 0));
}
Segment Talker::acks() {
    return send(segment(kAck, 0));
}
Segment Talker::sends(std::uint32_t length) {
    return send(segment(kPsh | kAck, length));
}
Segment Talker::fin(std::uint32_t length) {
    return send(segment(kFin | kAck, length));
}
Segment Talker::says(std::uint8_t flags, std::uint32_t length) {
    return send(segment(flags, length));
}

Segment Talker::probes() {
    Segment probe = segment(kAck, 0);
    probe.seq = SequenceNumber(probe.seq.value() - 1);
    return send(probe);
}

Segment Talker::repeats(const Segment& old) {
    Segment again = segment(old.flags, old.length);
    again.seq = old.seq;
    return send(again);
}

const Reset& Talker::resetsPassively() {
    return resetsPassively(peer_.last);
}

/// `tcp_v4_send_reset`.
const Reset& Talker::resetsPassively(const Segment& answered) {
    Segment rst = segment(kRst, 0);
    if (answered.has(kAck)) {
        rst.seq = answered.ack;
    } else {
        rst.flags |= kAck;
        rst.seq = SequenceNumber(0);
        rst.ack = answered.end();
    }
    rst.window = 0;
    rst.has_options = false;
    rst.ip.id = 0;
    rst.ip.tos = answered.ip.tos & 0xfc;
    if (!rst.source.isV4()) rst.ip.flow_label = 0x0beef;
    return reset(rst);
}

/// `tcp_send_active_reset`.
const Reset& Talker::aborts() {
    const Reset& sent = reset(segment(kRst | kAck, 0));
    if (self_.stack.ip_id != 0) ++self_.stack.ip_id;
    return sent;
}

const Reset& Talker::resetsBarely() {
    Segment rst = segment(kRst, 0);
    rst.window = 0;
    rst.has_options = false;
    return reset(rst);
}

const Reset& Talker::reset(Segment segment) {
    applyChanges(segment);
    const Reset* sent = conversation_.pass(segment, peer_);
    if (sent == nullptr) throw std::logic_error("an uncaptured reset has no verdict");
    return *sent;
}

}  // namespace finrst
