// SPDX-License-Identifier: GPL-2.0-or-later
// What packets of each link type begin with: draft-ietf-opsawg-pcaplinktype and tcpdump.org's
// list of link-layer header types.
#include "packet/layer_walk.h"

#include <algorithm>

namespace finrst {

namespace {

enum LinkType : std::uint32_t {
    kNull = 0,
    kEthernet = 1,
    kPpp = 9,
    kRawBsd = 12,
    kRawOpenBsd = 14,
    kPppHdlc = 50,
    kPppoe = 51,
    kRaw = 101,
    kCiscoHdlc = 104,
    kWlan = 105,
    kLoop = 108,
    kEnc = 109,
    kCooked = 113,
    kWlanRadiotap = 127,
    kIpv4 = 228,
    kIpv6 = 229,
    kCooked2 = 276,
};

/// AF_INET is 2 everywhere; AF_INET6 is 24, 28 or 30 on the BSDs and 10 on Linux. BSD null and ENC
/// have it in the byte order of the host that captured.
Step beginFamily(LayerWalk& walk, std::uint32_t size) {
    if (!walk.takeHeader(0, size)) return walk.stop(Rest::kNothing);
    const auto big = load<std::uint32_t>(walk.packet.data(), ByteOrder::kBig);
    const auto little = load<std::uint32_t>(walk.packet.data(), ByteOrder::kLittle);
    switch (std::min(big, little)) {
        case 2:
            return {Protocol::kIpv4, size, 0};
        case 10:
        case 24:
        case 28:
        case 30:
            return {Protocol::kIpv6, size, 0};
        default:
            return walk.stop(Rest::kUnknown);
    }
}

Step beginCiscoHdlc(LayerWalk& walk) {
    if (!walk.takeHeader(0, 4)) return walk.stop(Rest::kNothing);
    return {Protocol::kEtherType, 4, walk.at16(2)};
}

Step beginCooked(LayerWalk& walk) {
    constexpr std::uint32_t kSize = 16;
    if (!walk.takeLayer(LayerKind::kCookedV1, 0, kSize)) return walk.stop(Rest::kNothing);
    return {Protocol::kEtherType, kSize, walk.at16(14)};
}

Step beginCooked2(LayerWalk& walk) {
    constexpr std::uint32_t kSize = 20;
    if (!walk.takeLayer(LayerKind::kCookedV2, 0, kSize)) return walk.stop(Rest::kNothing);
    return {Protocol::kEtherType, kSize, walk.at16(0)};
}

/// IEEE 802.11-2020, 9.3.2: data frames that are not encrypted; of all others the frame control,
/// duration and addresses only.
Step beginWlan(LayerWalk& walk, std::uint32_t offset) {
    constexpr std::uint32_t kThreeAddresses = 24;
    if (!walk.has(offset, kThreeAddresses)) return walk.stop(Rest::kUnknown);
    const std::uint8_t control = walk.at(offset);
    const std::uint8_t flags = walk.at(offset + 1);
    const bool is_data = (control & 0x0f) == 0x08;
    const bool has_quality = (control & 0x80) != 0;
    const bool has_no_body = (control & 0x40) != 0;
    const bool is_protected = (flags & 0x40) != 0;
    const bool is_fragment = (walk.at(offset + 22) & 0x0f) != 0 || (flags & 0x04) != 0;
    if (!is_data) return walk.stop(Rest::kUnknown);
    std::uint32_t size = kThreeAddresses;
    if ((flags & 0x03) == 0x03) size += 6;  // from one access point to another: a fourth address
    const std::uint32_t quality = offset + size;
    if (has_quality) size += 2;
    if (has_quality && (flags & 0x80) != 0) size += 4;  // +HTC
    if (!walk.takeLayer(LayerKind::kWlan, offset, size)) return walk.stop(Rest::kNothing);
    const bool is_aggregate = has_quality && (walk.at(quality) & 0x80) != 0;
    if (has_no_body) return walk.stop(Rest::kNothing);
    if (is_protected || is_aggregate || is_fragment) return walk.stop(Rest::kUnknown);
    return {Protocol::kLlc, offset + size, 0};
}

/// radiotap.org: its length is little-endian, at offset 2. Vendors have fields of their own.
Step beginRadiotap(LayerWalk& walk) {
    if (!walk.has(0, 8)) return walk.stop(Rest::kUnknown);
    const std::uint32_t size = walk.at(2) | walk.at(3) << 8;
    if (size < 8) return walk.stop(Rest::kUnknown);
    walk.takeHeader(0, 8);
    if (!walk.takeOpaque(8, size - 8)) return walk.stop(Rest::kUnknown);
    return beginWlan(walk, size);
}

}  // namespace

std::optional<Step> beginWalk(LayerWalk& walk, std::uint32_t link_type) {
    switch (link_type) {
        case kEthernet:
            return Step{Protocol::kEthernet, 0, 0};
        case kNull:
        case kLoop:
            return beginFamily(walk, 4);
        case kEnc:  // family, SPI, flags
            return beginFamily(walk, 12);
        case kRaw:
        case kRawBsd:
        case kRawOpenBsd:
            return Step{Protocol::kIp, 0, 0};
        case kIpv4:
            return Step{Protocol::kIpv4, 0, 0};
        case kIpv6:
            return Step{Protocol::kIpv6, 0, 0};
        case kPpp:
        case kPppHdlc:
            return Step{Protocol::kPpp, 0, 0};
        case kPppoe:
            return Step{Protocol::kPppoe, 0, 0};
        case kCiscoHdlc:
            return beginCiscoHdlc(walk);
        case kCooked:
            return beginCooked(walk);
        case kCooked2:
            return beginCooked2(walk);
        case kWlan:
            return beginWlan(walk, 0);
        case kWlanRadiotap:
            return beginRadiotap(walk);
        default:
            return std::nullopt;
    }
}

}  // namespace finrst
