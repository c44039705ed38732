// SPDX-License-Identifier: GPL-2.0-or-later
#include "wire.h"

#include <algorithm>
#include <utility>

namespace finrst {

namespace {

Address address(std::uint8_t net, std::uint8_t last) {
    const std::array<std::uint8_t, 4> octets = {10, 0, net, last};
    return Address::fromV4(octets.data());
}

const Address kClient = address(1, 2);
const Address kServer = address(2, 2);
const Address kRouter = address(2, 1);

}  // namespace

Wire::Wire(const Setup& setup) : setup_(setup) {
    ends_[0] = {.next = setup.client_isn, .expected = setup.server_isn};
    ends_[1] = {.next = setup.server_isn, .expected = setup.client_isn};
    if (setup.has_ids) {
        ends_[0].ip_id = 100;
        ends_[1].ip_id = 9000;
    }
    places_[0].emplace("client.pcap", std::make_shared<CaptureAnalysis>());
    places_[1].emplace("server.pcap", std::make_shared<CaptureAnalysis>());
    if (setup.has_middle) {
        places_[2].emplace("router.pcap", std::make_shared<CaptureAnalysis>());
    }
}

Wire::Talker Wire::client() {
    return {*this, true};
}
Wire::Talker Wire::server() {
    return {*this, false};
}
Wire& Wire::after(Duration pause) {
    now_ += pause;
    return *this;
}
Wire& Wire::lostBetween() {
    is_lost_ = true;
    return *this;
}
Wire& Wire::madeBetween() {
    is_made_ = true;
    return *this;
}
Wire& Wire::missedNearClient() {
    misses_[0] = true;
    return *this;
}
Wire& Wire::missedNearServer() {
    misses_[1] = true;
    return *this;
}

void Wire::serverRecorderLost(std::uint64_t packets) {
    const auto gained = static_cast<double>((now_ - Time(1'700'000'000s)).count());
    places_[1]->wasRecorded(now_ + 1s + setup_.server_ahead +
                            Duration(static_cast<std::int64_t>(gained * setup_.server_drift)));
    places_[1]->setLost(packets);
}

void Wire::handshake() {
    client().syn();
    server().synAck();
    client().acks();
}

void Wire::request() {
    client().sends(100);
    server().sends(200);
    client().acks();
}

void Wire::connectAnew() {
    ++setup_.client_port;
    beginAnew();
}

void Wire::beginAnew() {
    for (End& end : ends_) end.ip_id = static_cast<std::uint16_t>(end.ip_id * 31 % 50'000);
    ends_[0].next = ends_[1].expected += 1'000'000;
    ends_[1].next = ends_[0].expected += 7'000'000;
}

JoinedPlaces& Wire::join() {
    std::vector<Place*> places;
    for (std::optional<Place>& place : places_) {
        if (place) places.push_back(&*place);
    }
    joined_.emplace(std::move(places));
    joined_->tell();
    return *joined_;
}

const PlacesReport& Wire::reportAt(std::size_t place) const {
    const CaptureAnalysis& analysis = joined_->places()[place]->analysis();
    return *analysis.placesReport(analysis.resets()[0]);
}

void Wire::pass(const Segment& segment, bool from_client) {
    now_ += 20us;
    const std::size_t near = from_client ? 0 : 1;
    const bool is_made = std::exchange(is_made_, false);
    if (!is_made) show(near, segment, 0us, from_client);
    if (setup_.has_middle) show(2, segment, setup_.way / 2, from_client);
    if (!std::exchange(is_lost_, false)) show(1 - near, segment, setup_.way, from_client);
    misses_ = {};
    now_ += 2 * setup_.way;
}

void Wire::show(std::size_t place, Segment segment, Duration late, bool from_client) {
    if (!records_[place] || misses_[place]) return;
    segment.time = now_ + late;
    if (setup_.has_proxy && place == 0) {
        (from_client ? segment.destination : segment.source) = kRouter;
    }
    if (place == 1) {
        const auto gained = static_cast<double>((segment.time - Time(1'700'000'000s)).count());
        segment.time +=
            setup_.server_ahead + Duration(static_cast<std::int64_t>(gained * setup_.server_drift));
        if (setup_.has_proxy) {
            segment.seq = segment.seq + 12'345;
            segment.ack = segment.ack + 54'321;
        }
        if (setup_.shifts_numbers) {
            segment.seq = segment.seq + (from_client ? 3'000'000'000 : 54'321);
            if (segment.has(kAck))
                segment.ack = segment.ack + (from_client ? 54'321 : 3'000'000'000);
        }
        if (setup_.rewrites_ids) segment.ip.id = static_cast<std::uint16_t>(segment.ip.id * 7);
        if (segment.has(kSyn)) segment.mss = setup_.mss_there;
        if (segment.has(kSyn) && from_client && setup_.strips_sack) {
            segment.syn_options = {option::kMss, option::kNop, option::kNop};
        }
        if (setup_.has_nat || setup_.has_proxy) {
            (from_client ? segment.source : segment.destination) = kRouter;
            (from_client ? segment.source_port : segment.destination_port) = 61'000;
        }
    }
    if (late > Duration::zero()) {
        const int hops = place == 2 ? 1 : setup_.hops;
        segment.ip.ttl = static_cast<std::uint8_t>(segment.ip.ttl - hops);
    }
    segment.frame = ++frames_[place];
    places_[place]->add(segment);
    segment.place = static_cast<std::uint16_t>(place);
    shown_.push_back(segment);
}

std::vector<Segment> Wire::merged() const {
    std::vector<Segment> merged = shown_;
    std::stable_sort(merged.begin(), merged.end(),
                     [](const Segment& a, const Segment& b) { return a.time < b.time; });
    for (std::size_t i = 0; i < merged.size(); ++i) {
        merged[i].frame = static_cast<std::uint32_t>(i + 1);
    }
    return merged;
}

/// With the addresses and ports of its way.
Segment Wire::Talker::between() const {
    const Setup& setup = wire_.setup_;
    Segment segment;
    segment.source = is_client_ ? kClient : kServer;
    segment.destination = is_client_ ? kServer : kClient;
    segment.source_port = is_client_ ? setup.client_port : setup.server_port;
    segment.destination_port = is_client_ ? setup.server_port : setup.client_port;
    return segment;
}

Segment Wire::Talker::send(std::uint8_t flags, std::uint32_t length) {
    Segment segment = between();
    segment.seq = SequenceNumber(self().next);
    if ((flags & kAck) != 0) segment.ack = SequenceNumber(self().expected);
    segment.flags = flags;
    segment.length = length;
    segment.window = 502;
    segment.has_options = true;
    segment.ip = {.known = true, .dont_fragment = true, .ttl = 64, .id = self().ip_id};
    if (wire_.setup_.has_ids) ++self().ip_id;
    if (segment.has(kSyn)) {
        segment.mss = 1460;
        segment.syn_options = {option::kMss, option::kSackPermitted};
    }
    self().next += segment.sequenceLength();
    const bool reaches = !wire_.is_lost_ && !wire_.is_made_ && !segment.has(kRst);
    if (reaches) peer().expected = self().next;
    wire_.pass(segment, is_client_);
    return segment;
}

Segment Wire::Talker::passively(std::uint8_t flags, std::uint32_t seq, std::uint32_t ack) {
    Segment segment = between();
    segment.seq = SequenceNumber(seq);
    segment.ack = SequenceNumber(ack);
    segment.flags = flags;
    segment.window = 0;
    segment.ip = {.known = true, .dont_fragment = true, .ttl = 64};
    wire_.pass(segment, is_client_);
    return segment;
}

Segment Wire::Talker::repeats(Segment segment) {
    segment.ip.id = self().ip_id;
    if (wire_.setup_.has_ids) ++self().ip_id;
    wire_.pass(segment, is_client_);
    return segment;
}

}  // namespace finrst
