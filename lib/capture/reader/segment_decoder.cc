// SPDX-License-Identifier: GPL-2.0-or-later
#include "capture/segment_decoder.h"

#include "analysis/tcp_header.h"
#include "packet/packet_layers.h"
#include "reader/reassembly.h"

#include <algorithm>
#include <optional>

namespace finrst {

namespace {

// LINKTYPE_ETHERNET, LINKTYPE_RAW
constexpr std::uint32_t kEthernet = 1;
constexpr std::uint32_t kRawIp = 101;

/// Where a segment is in its packet.
struct Place {
    std::uint32_t begin;
    std::uint32_t end;       ///< as far as it was captured
    std::uint32_t wire_end;  ///< before it was captured
};

IpHeader readIpv4(const std::uint8_t* header) {
    constexpr std::uint8_t kDontFragment = 0x40;
    return {.known = true,
            .dont_fragment = (header[6] & kDontFragment) != 0,
            .ttl = header[8],
            .tos = header[1],
            .id = loadNet16(header + 4)};
}

IpHeader readIpv6(const std::uint8_t* header) {
    constexpr std::uint32_t kFlowLabel = 0xfffff;
    const auto first = load<std::uint32_t>(header, ByteOrder::kBig);
    return {.known = true,
            .ttl = header[7],
            .tos = static_cast<std::uint8_t>(first >> 20),
            .flow_label = first & kFlowLabel};
}

/// Of the innermost IP header that what is behind it knows of.
IpHeader readIp(ByteView packet, const PacketLayers& layers) {
    if (layers.behind_ah) return {};
    for (std::size_t i = layers.count; i-- > 0;) {
        const Layer& layer = layers.layers[i];
        if (layer.kind == LayerKind::kIpv4) return readIpv4(packet.data() + layer.begin);
        if (layer.kind == LayerKind::kIpv6) return readIpv6(packet.data() + layer.begin);
    }
    return {};
}

bool isQuote(const PacketLayers& layers) {
    const auto isIcmp = [](const Layer& layer) {
        return layer.kind == LayerKind::kIcmp || layer.kind == LayerKind::kIcmpv6;
    };
    return std::any_of(layers.layers.begin(), layers.layers.begin() + layers.count, isIcmp);
}

Address addressAt(ByteView packet, std::uint32_t offset, std::uint32_t size) {
    const std::uint8_t* bytes = packet.data() + offset;
    return size == Address::kV4Size ? Address::fromV4(bytes) : Address::fromV6(bytes);
}

/// Of a segment that begins at `begin`, where IP says that it is so long.
Place placeAt(std::uint32_t begin, std::uint32_t length, const CapturedPacket& packet) {
    const auto captured = static_cast<std::uint32_t>(packet.data.size());
    const std::uint32_t wire_end = std::min(begin + length, std::max(captured, packet.wire_length));
    return {.begin = begin, .end = std::min(captured, wire_end), .wire_end = wire_end};
}

/// The short way, which nearly all packets take: Ethernet, IPv4 without options or IPv6, and TCP,
/// not fragmented. Finds what `findLayers` finds there, and nothing in any other packet. Sets what
/// IP tells of the segment.
std::optional<Place> findPlain(const CapturedPacket& packet, Segment* segment) {
    constexpr std::uint32_t kIp = 14;
    constexpr std::uint32_t kV4 = 20;
    constexpr std::uint32_t kV6 = 40;
    constexpr std::uint16_t kPlaceOrMoreFollow = 0x3fff;
    constexpr std::uint8_t kTcp = 6;
    if (packet.link_type != kEthernet || packet.data.size() < kIp + kV4) return std::nullopt;
    const std::uint8_t* header = packet.data.data() + kIp;
    const std::uint16_t type = loadNet16(header - 2);
    if (type == 0x0800) {
        const std::uint32_t total = loadNet16(header + 2);
        const bool is_plain = header[0] == 0x45 && header[9] == kTcp && total >= kV4 &&
                              (loadNet16(header + 6) & kPlaceOrMoreFollow) == 0;
        if (!is_plain) return std::nullopt;
        segment->source = Address::fromV4(header + 12);
        segment->destination = Address::fromV4(header + 16);
        segment->ip = readIpv4(header);
        return placeAt(kIp + kV4, total - kV4, packet);
    }
    const std::uint32_t length = loadNet16(header + 4);
    const bool is_plain = type == 0x86dd && header[0] >> 4 == 6 && header[6] == kTcp &&
                          length != 0 && packet.data.size() >= kIp + kV6;
    if (!is_plain) return std::nullopt;
    segment->source = Address::fromV6(header + 8);
    segment->destination = Address::fromV6(header + 24);
    segment->ip = readIpv6(header);
    return placeAt(kIp + kV6, length, packet);
}

}  // namespace

struct SegmentDecoder::State {
    /// The segment in a packet of any kind, likewise. `bytes` is the packet, and then what was put
    /// together of fragments if this is the last of them.
    std::optional<Place> find(const CapturedPacket& packet, ByteView* bytes, Segment* segment);

    PacketLayers layers;
    Reassembly reassembly;
    std::vector<std::uint8_t> outer;  ///< a packet that was put together, while one in it is
    std::vector<std::uint64_t> fragments;
};

std::optional<Place> SegmentDecoder::State::find(const CapturedPacket& packet, ByteView* bytes,
                                                 Segment* segment) {
    findLayers(*bytes, packet.wire_length, packet.link_type, &layers);
    // A whole packet may be a fragment of another one that was in a tunnel.
    while (layers.fragment) {
        const Fragment& fragment = *layers.fragment;
        const bool is_all_there = fragment.begin < fragment.end && fragment.end <= bytes->size();
        if (!is_all_there) break;
        if (fragments.empty()) fragments.push_back(packet.frame);
        const ByteView whole = reassembly.add(*bytes, fragment, &fragments);
        if (whole.empty()) return std::nullopt;
        outer.assign(whole.begin(), whole.end());
        *bytes = outer;
        findLayers(*bytes, static_cast<std::uint32_t>(bytes->size()), kRawIp, &layers);
    }
    if (layers.count == 0 || isQuote(layers)) return std::nullopt;
    const Layer& tcp = layers.layers[layers.count - 1];
    if (tcp.kind != LayerKind::kTcp || tcp.begin > layers.data_end) return std::nullopt;
    segment->source = addressAt(*bytes, tcp.source, tcp.address_size);
    segment->destination = addressAt(*bytes, tcp.destination, tcp.address_size);
    segment->ip = readIp(*bytes, layers);
    return Place{.begin = tcp.begin, .end = layers.data_end, .wire_end = layers.wire_end};
}

SegmentDecoder::SegmentDecoder() : state_(std::make_unique<State>()) {}
SegmentDecoder::~SegmentDecoder() = default;

bool SegmentDecoder::decode(const CapturedPacket& packet, Segment* segment) {
    ByteView bytes = packet.data;
    state_->fragments.clear();
    std::optional<Place> place = findPlain(packet, segment);
    if (!place) place = state_->find(packet, &bytes, segment);
    segment->frame = static_cast<std::uint32_t>(packet.frame);
    segment->time = packet.time;
    return place && readTcpHeader(bytes.subspan(place->begin, place->end - place->begin),
                                  place->wire_end - place->begin, segment);
}

std::span<const std::uint64_t> SegmentDecoder::fragments() const {
    return state_->fragments;
}

}  // namespace finrst
