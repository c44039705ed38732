// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet/packet_layers.h"

#include "packet/layer_walk.h"

#include <algorithm>
#include <limits>

namespace finrst {

namespace {

/// Bounds the work for a packet that is nothing but labels or tunnels.
constexpr int kMostSteps = 64;
/// Layers that a step takes without asking whether there is room for them.
constexpr std::size_t kMostInStep = 2;
/// Behind the end of every packet.
constexpr std::uint32_t kBeyond = std::numeric_limits<std::uint32_t>::max();

Step walkOn(LayerWalk& walk, const Step& step) {
    switch (step.protocol) {
        case Protocol::kStop:
            return step;
        case Protocol::kIp:
        case Protocol::kPerhapsIp:
        case Protocol::kIpv4:
        case Protocol::kIpv6:
            return walkNetworkLayer(walk, step);
        case Protocol::kIpProtocol:
            return walkIpProtocol(walk, step);
        default:
            return walkLinkLayer(walk, step);
    }
}

}  // namespace

bool LayerWalk::takeHeader(std::uint32_t offset, std::uint32_t size) {
    const bool whole = has(offset, size);
    result.headers_end = std::max(result.headers_end, whole ? offset + size : end);
    return whole;
}

bool LayerWalk::takeLayer(LayerKind kind, std::uint32_t offset, std::uint32_t size) {
    if (result.count == PacketLayers::kMost || offset > end) return false;
    const bool whole = takeHeader(offset, size);
    Layer& layer = result.layers[result.count++];
    layer = {.kind = kind,
             .begin = offset,
             .end = whole ? offset + size : end,
             .covered_end = goes_on ? kBeyond : wire_end,
             .source = source,
             .destination = destination,
             .address_size = address_size};
    return whole;
}

void LayerWalk::limit(std::uint32_t offset, std::uint32_t size) {
    const std::uint64_t limit = std::uint64_t{offset} + size;
    if (limit <= wire_end) {
        wire_end = static_cast<std::uint32_t>(limit);
        goes_on = false;
    }
    end = std::min(end, wire_end);
}

Step LayerWalk::stop(Rest rest) {
    result.rest = rest == Rest::kPayload && extensions_follow ? Rest::kUnknown : rest;
    return {};
}

void PacketLayers::clear() {
    count = 0;
    fragment.reset();
    behind_ah = false;
    headers_end = 0;
    rest = Rest::kUnknown;
    link_known = true;
}

PacketLayers findLayers(ByteView packet, std::uint32_t wire_length, std::uint32_t link_type) {
    PacketLayers layers;
    findLayers(packet, wire_length, link_type, &layers);
    return layers;
}

void findLayers(ByteView packet, std::uint32_t wire_length, std::uint32_t link_type,
                PacketLayers* layers) {
    constexpr std::size_t kMost = std::numeric_limits<std::uint32_t>::max() / 2;
    packet = packet.first(std::min(packet.size(), kMost));
    const auto captured = static_cast<std::uint32_t>(packet.size());
    layers->clear();
    LayerWalk walk{packet, captured, std::max(captured, wire_length), *layers};
    const std::optional<Step> first = beginWalk(walk, link_type);
    if (!first) {
        layers->link_known = false;
        return;
    }
    Step step = *first;
    for (int i = 0; step.protocol != Protocol::kStop; ++i) {
        if (i == kMostSteps || layers->count + kMostInStep > PacketLayers::kMost) {
            walk.stop(Rest::kUnknown);
            break;
        }
        step = walkOn(walk, step);
    }
    layers->data_end = walk.end;
    layers->wire_end = walk.wire_end;
}

}  // namespace finrst
