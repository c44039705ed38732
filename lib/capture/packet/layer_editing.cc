// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet/layer_editing.h"

#include "packet/header_options.h"
#include "packet/layer_checksum.h"

#include <algorithm>

namespace finrst {

namespace {

constexpr std::uint32_t kV4 = AddressMap::kV4Size;
constexpr std::uint32_t kV6 = AddressMap::kV6Size;
constexpr std::uint32_t kMac = AddressMap::kMacSize;

void replaceHardware(HeaderEditor& packet, std::uint32_t offset, std::uint32_t size) {
    if (size == kMac) {
        packet.replaceMac(offset);
    } else {
        packet.clearAddress(offset, size);
    }
}

/// An address of a Linux cooked header has eight octets, of which `size` count. Tunnel devices
/// (ARPHRD_TUNNEL, ARPHRD_SIT, ARPHRD_IPGRE) have IPv4 addresses there.
void replaceCooked(HeaderEditor& packet, std::uint32_t field, std::uint32_t size) {
    constexpr std::uint32_t kField = 8;
    if (size == kV4) {
        packet.replaceV4(field);
    } else if (size == kMac) {
        packet.replaceMac(field);
    } else {
        packet.clearAddress(field, kField);
        return;
    }
    packet.clearAddress(field + size, kField - size);
}

void replaceArp(HeaderEditor& packet, const Layer& layer) {
    const std::uint32_t hardware = packet.at(layer.begin + 4);
    const std::uint32_t protocol = packet.at(layer.begin + 5);
    std::uint32_t offset = layer.begin + 8;
    for (int side = 0; side < 2; ++side) {
        replaceHardware(packet, offset, hardware);
        offset += hardware;
        if (protocol == kV4) {
            packet.replaceV4(offset);
        } else {
            packet.clearAddress(offset, protocol);
        }
        offset += protocol;
    }
}

void replaceIpv4(HeaderEditor& packet, const Layer& layer) {
    packet.replaceV4(layer.begin + 12);
    packet.replaceV4(layer.begin + 16);
    editIpv4Options(packet, layer.begin + 20, layer.end);
}

void replaceRouting(HeaderEditor& packet, const Layer& layer) {
    const std::uint32_t first = layer.begin + 8;
    std::uint32_t end = layer.end;
    if (packet.at(layer.begin + 2) == 4) {  // behind a segment list there are TLVs
        end = std::min(end, first + (packet.at(layer.begin + 4) + 1u) * kV6);
    }
    for (std::uint32_t i = first; i + kV6 <= end; i += kV6) packet.replaceV6(i);
    packet.clear(end, layer.end);
}

/// RFC 4861, 4.3 to 4.6. The walk has let through link-layer address options only.
void replaceNeighbour(HeaderEditor& packet, const Layer& layer) {
    constexpr std::uint32_t kFixed[] = {8, 16, 24, 24, 40};
    const std::uint8_t type = packet.at(layer.begin);
    if (type < 133 || type > 137) return;
    const std::uint32_t fixed = layer.begin + kFixed[type - 133];
    for (std::uint32_t i = layer.begin + 8; type >= 135 && i < fixed; i += kV6) {
        packet.replaceV6(i);
    }
    for (std::uint32_t i = fixed; i + 8 <= layer.end; i += 8) packet.replaceMac(i + 2);
}

void replaceWlan(HeaderEditor& packet, const Layer& layer) {
    for (std::uint32_t offset : {4u, 10u, 16u}) packet.replaceMac(layer.begin + offset);
    const bool has_fourth = (packet.at(layer.begin + 1) & 3) == 3;
    if (has_fourth) packet.replaceMac(layer.begin + 24);
}

void replaceLayer(HeaderEditor& packet, const Layer& layer) {
    switch (layer.kind) {
        case LayerKind::kEthernet:
            packet.replaceMac(layer.begin);
            packet.replaceMac(layer.begin + kMac);
            break;
        case LayerKind::kCookedV1:
            if (packet.has(4, 2)) replaceCooked(packet, 6, packet.at16(4));
            break;
        case LayerKind::kCookedV2:
            if (packet.has(11, 1)) replaceCooked(packet, 12, packet.at(11));
            break;
        case LayerKind::kWlan:
            replaceWlan(packet, layer);
            break;
        case LayerKind::kArp:
            replaceArp(packet, layer);
            break;
        case LayerKind::kIpv4:
            replaceIpv4(packet, layer);
            break;
        case LayerKind::kIpv6:
            packet.replaceV6(layer.begin + 8);
            packet.replaceV6(layer.begin + 24);
            break;
        case LayerKind::kIpv6Options:
            editIpv6Options(packet, layer.begin + 2, layer.end);
            break;
        case LayerKind::kIpv6Routing:
            replaceRouting(packet, layer);
            break;
        case LayerKind::kTcp:
            editTcpOptions(packet, layer.begin + 20, layer.end);
            break;
        case LayerKind::kIcmp:
            if (layer.end > layer.begin && packet.at(layer.begin) == 5) {
                packet.replaceV4(layer.begin + 4);
            }
            break;
        case LayerKind::kIcmpv6:
            if (layer.end > layer.begin) replaceNeighbour(packet, layer);
            break;
        case LayerKind::kOpaque:
            packet.clear(layer.begin, layer.end);
            break;
        default:
            break;
    }
}

}  // namespace

void editHeaders(ByteView original, const PacketLayers& layers, AddressMap* map,
                 std::span<std::uint8_t> packet) {
    HeaderEditor editor(packet, map);
    for (std::size_t i = 0; i < layers.count; ++i) replaceLayer(editor, layers.layers[i]);
    // An outer checksum covers the inner ones.
    for (std::size_t i = layers.count; i > 0; --i) {
        renewChecksum(original, layers.layers[i - 1], packet);
    }
}

}  // namespace finrst
