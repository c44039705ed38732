// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet/address_replacement.h"

#include "packet/layer_checksum.h"

#include <algorithm>
#include <cstring>

namespace finrst {

namespace {

constexpr std::uint32_t kV4 = AddressMap::kV4Size;
constexpr std::uint32_t kV6 = AddressMap::kV6Size;
constexpr std::uint32_t kMac = AddressMap::kMacSize;

/// The packet that is being changed. Offsets need not lie in it.
class Editor {
  public:
    Editor(std::span<std::uint8_t> packet, AddressMap& map) : packet_(packet), map_(map) {}

    void replaceV4(std::uint32_t offset) {
        if (isWhole(offset, kV4)) map_.replaceV4(packet_.data() + offset);
    }
    void replaceV6(std::uint32_t offset) {
        if (isWhole(offset, kV6)) map_.replaceV6(packet_.data() + offset);
    }
    void replaceMac(std::uint32_t offset) {
        if (isWhole(offset, kMac)) map_.replaceMac(packet_.data() + offset);
    }
    /// For kinds of addresses that are not known.
    void clear(std::uint32_t offset, std::uint32_t size) {
        if (offset >= packet_.size()) return;
        const std::size_t there = std::min<std::size_t>(size, packet_.size() - offset);
        std::memset(packet_.data() + offset, 0, there);
    }
    void replaceHardware(std::uint32_t offset, std::uint32_t size) {
        if (size == kMac) {
            replaceMac(offset);
        } else {
            clear(offset, size);
        }
    }

    bool has(std::uint32_t offset, std::uint32_t size) const {
        return offset <= packet_.size() && size <= packet_.size() - offset;
    }
    std::uint8_t at(std::uint32_t offset) const { return packet_[offset]; }
    std::uint16_t at16(std::uint32_t offset) const { return loadNet16(packet_.data() + offset); }

  private:
    bool isWhole(std::uint32_t offset, std::uint32_t size) {
        if (has(offset, size)) return true;
        clear(offset, size);
        return false;
    }

    std::span<std::uint8_t> packet_;
    AddressMap& map_;
};

/// An address of a Linux cooked header has eight octets, of which `size` count. Tunnel devices
/// (ARPHRD_TUNNEL, ARPHRD_SIT, ARPHRD_IPGRE) have IPv4 addresses there.
void replaceCooked(Editor& packet, std::uint32_t field, std::uint32_t size) {
    constexpr std::uint32_t kField = 8;
    if (size == kV4) {
        packet.replaceV4(field);
    } else if (size == kMac) {
        packet.replaceMac(field);
    } else {
        packet.clear(field, kField);
        return;
    }
    packet.clear(field + size, kField - size);
}

void replaceArp(Editor& packet, const Layer& layer) {
    const std::uint32_t hardware = packet.at(layer.begin + 4);
    const std::uint32_t protocol = packet.at(layer.begin + 5);
    std::uint32_t offset = layer.begin + 8;
    for (int side = 0; side < 2; ++side) {
        packet.replaceHardware(offset, hardware);
        offset += hardware;
        if (protocol == kV4) {
            packet.replaceV4(offset);
        } else {
            packet.clear(offset, protocol);
        }
        offset += protocol;
    }
}

/// RFC 791, 3.1: record route, source routes and timestamps.
void replaceIpv4Option(Editor& packet, std::uint32_t option, std::uint32_t length) {
    constexpr std::uint8_t kTimestamp = 68;
    const std::uint8_t kind = packet.at(option);
    if (kind == 7 || kind == 131 || kind == 137) {
        for (std::uint32_t i = 3; i + kV4 <= length; i += kV4) packet.replaceV4(option + i);
    }
    if (kind == kTimestamp && length >= 4 && (packet.at(option + 3) & 0x0f) != 0) {
        for (std::uint32_t i = 4; i + kV4 <= length; i += 2 * kV4) packet.replaceV4(option + i);
    }
}

/// RFC 8684, 3.4.1: the length tells whether ADD_ADDR holds an IPv4 or an IPv6 address.
void replaceTcpOption(Editor& packet, std::uint32_t option, std::uint32_t length) {
    constexpr std::uint8_t kMptcp = 30;
    constexpr int kAddAddress = 3;
    constexpr std::uint32_t kShortestV6 = 20;
    if (packet.at(option) != kMptcp || length < 8 || packet.at(option + 2) >> 4 != kAddAddress) {
        return;
    }
    if (length >= kShortestV6) {
        packet.replaceV6(option + 4);
    } else {
        packet.replaceV4(option + 4);
    }
}

/// IPv4 and TCP code their options alike: 0 ends them, 1 is one octet, others say their length.
template <typename Replace>
void forEachOption(Editor& packet, std::uint32_t begin, std::uint32_t end, Replace replace) {
    for (std::uint32_t i = begin; i < end && packet.at(i) != 0;) {
        if (packet.at(i) == 1) {
            ++i;
            continue;
        }
        if (i + 1 >= end || packet.at(i + 1) < 2 || packet.at(i + 1) > end - i) return;
        replace(packet, i, packet.at(i + 1));
        i += packet.at(i + 1);
    }
}

void replaceIpv4(Editor& packet, const Layer& layer) {
    packet.replaceV4(layer.begin + 12);
    packet.replaceV4(layer.begin + 16);
    forEachOption(packet, layer.begin + 20, layer.end, replaceIpv4Option);
}

void replaceRouting(Editor& packet, const Layer& layer) {
    const std::uint32_t first = layer.begin + 8;
    std::uint32_t end = layer.end;
    if (packet.at(layer.begin + 2) == 4) {  // behind a segment list there are TLVs
        end = std::min(end, first + (packet.at(layer.begin + 4) + 1u) * kV6);
    }
    for (std::uint32_t i = first; i + kV6 <= end; i += kV6) packet.replaceV6(i);
}

/// RFC 4861, 4.3 to 4.6. The walk has let through link-layer address options only.
void replaceNeighbour(Editor& packet, const Layer& layer) {
    constexpr std::uint32_t kFixed[] = {8, 16, 24, 24, 40};
    const std::uint8_t type = packet.at(layer.begin);
    if (type < 133 || type > 137) return;
    const std::uint32_t fixed = layer.begin + kFixed[type - 133];
    for (std::uint32_t i = layer.begin + 8; type >= 135 && i < fixed; i += kV6) {
        packet.replaceV6(i);
    }
    for (std::uint32_t i = fixed; i + 8 <= layer.end; i += 8) packet.replaceMac(i + 2);
}

void replaceWlan(Editor& packet, const Layer& layer) {
    for (std::uint32_t offset : {4u, 10u, 16u}) packet.replaceMac(layer.begin + offset);
    const bool has_fourth = (packet.at(layer.begin + 1) & 3) == 3;
    if (has_fourth) packet.replaceMac(layer.begin + 24);
}

void replaceLayer(Editor& packet, const Layer& layer) {
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
        case LayerKind::kIpv6Routing:
            replaceRouting(packet, layer);
            break;
        case LayerKind::kTcp:
            forEachOption(packet, layer.begin + 20, layer.end, replaceTcpOption);
            break;
        case LayerKind::kIcmp:
            if (layer.end > layer.begin && packet.at(layer.begin) == 5) {
                packet.replaceV4(layer.begin + 4);
            }
            break;
        case LayerKind::kIcmpv6:
            if (layer.end > layer.begin) replaceNeighbour(packet, layer);
            break;
        default:
            break;
    }
}

}  // namespace

void replaceAddresses(ByteView original, const PacketLayers& layers, AddressMap& map,
                      std::span<std::uint8_t> packet) {
    Editor editor(packet, map);
    for (std::size_t i = 0; i < layers.count; ++i) replaceLayer(editor, layers.layers[i]);
    // An outer checksum covers the inner ones.
    for (std::size_t i = layers.count; i > 0; --i) {
        correctChecksum(original, layers.layers[i - 1], layers.headers_end, packet);
    }
}

}  // namespace finrst
