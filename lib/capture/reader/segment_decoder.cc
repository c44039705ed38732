// SPDX-License-Identifier: GPL-2.0-or-later
#include "capture/segment_decoder.h"

#include "analysis/tcp_header.h"
#include "packet/packet_layers.h"
#include "reader/reassembly.h"

#include <algorithm>

namespace finrst {

namespace {

constexpr std::uint32_t kRawIp = 101;  // LINKTYPE_RAW

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

}  // namespace

struct SegmentDecoder::State {
    /// The segment, but for its frame and time.
    std::optional<Segment> segmentOf(ByteView packet) const;

    PacketLayers layers;
    Reassembly reassembly;
    std::vector<std::uint8_t> outer;  ///< a packet that was put together, while one in it is
};

std::optional<Segment> SegmentDecoder::State::segmentOf(ByteView packet) const {
    if (layers.count == 0 || isQuote(layers)) return std::nullopt;
    const Layer& tcp = layers.layers[layers.count - 1];
    if (tcp.kind != LayerKind::kTcp || tcp.begin > layers.data_end) return std::nullopt;
    Segment segment;
    segment.source = addressAt(packet, tcp.source, tcp.address_size);
    segment.destination = addressAt(packet, tcp.destination, tcp.address_size);
    segment.ip = readIp(packet, layers);
    const ByteView octets = packet.subspan(tcp.begin, layers.data_end - tcp.begin);
    if (!readTcpHeader(octets, layers.wire_end - tcp.begin, &segment)) return std::nullopt;
    return segment;
}

SegmentDecoder::SegmentDecoder() : state_(std::make_unique<State>()) {}
SegmentDecoder::~SegmentDecoder() = default;

std::optional<Segment> SegmentDecoder::decode(const CapturedPacket& packet) {
    State& state = *state_;
    ByteView bytes = packet.data;
    findLayers(bytes, packet.wire_length, packet.link_type, &state.layers);
    // A whole packet may be a fragment of another one that was in a tunnel.
    while (state.layers.fragment) [[unlikely]] {
            const Fragment& fragment = *state.layers.fragment;
            const bool is_all_there = fragment.begin < fragment.end && fragment.end <= bytes.size();
            if (!is_all_there) break;
            bytes = state.reassembly.add(bytes, fragment);
            if (bytes.empty()) return std::nullopt;
            state.outer.assign(bytes.begin(), bytes.end());
            bytes = state.outer;
            findLayers(bytes, static_cast<std::uint32_t>(bytes.size()), kRawIp, &state.layers);
        }
    std::optional<Segment> segment = state.segmentOf(bytes);
    if (segment) {
        segment->frame = static_cast<std::uint32_t>(packet.frame);
        segment->time = packet.time;
    }
    return segment;
}

}  // namespace finrst
