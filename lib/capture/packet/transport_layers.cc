// SPDX-License-Identifier: GPL-2.0-or-later
// What IP carries: IPv6 extension headers, transport protocols, ICMP with the packets it quotes.
#include "packet/layer_walk.h"

#include <algorithm>

namespace finrst {

namespace {

// IANA's "Protocol Numbers".
enum IpProtocol : std::uint32_t {
    kHopByHop = 0,
    kIcmp = 1,
    kIpv4 = 4,
    kTcp = 6,
    kUdp = 17,
    kDccp = 33,
    kIpv6 = 41,
    kRouting = 43,
    kFragment = 44,
    kGre = 47,
    kEsp = 50,
    kAh = 51,
    kIcmpv6 = 58,
    kNoNext = 59,
    kDestinationOptions = 60,
    kEtherIp = 97,
    kSctp = 132,
    kUdpLite = 136,
    kMplsInIp = 137,
};

Step walkTcp(LayerWalk& walk, std::uint32_t offset) {
    constexpr std::uint32_t kSize = 20;
    // A data offset that cannot be leaves the fixed part.
    std::uint32_t size = kSize;
    if (walk.has(offset, 13)) size = std::max(kSize, (walk.at(offset + 12) >> 4) * 4u);
    walk.takeLayer(LayerKind::kTcp, offset, size);
    return walk.stop(Rest::kPayload);
}

Step walkUdp(LayerWalk& walk, std::uint32_t offset) {
    constexpr std::uint32_t kSize = 8;
    const std::uint32_t length = walk.has(offset, kSize) ? walk.at16(offset + 4) : 0;
    if (length >= kSize) walk.limit(offset, length);
    if (!walk.takeLayer(LayerKind::kUdp, offset, kSize)) return walk.stop(Rest::kNothing);
    return walkUdpPayload(walk, offset + kSize, walk.at16(offset), walk.at16(offset + 2));
}

/// RFC 3828, 3.1. Its checksum may cover a part of the packet.
Step walkUdpLite(LayerWalk& walk, std::uint32_t offset) {
    walk.takeHeader(offset, 8);
    walk.takeOpaque(offset + 6, 2);
    return walk.stop(Rest::kPayload);
}

/// RFC 4340, 5.1: the generic header, with a long sequence number or a short one. Its checksum may
/// cover a part of the packet; options follow it.
Step walkDccp(LayerWalk& walk, std::uint32_t offset) {
    const bool is_long = walk.has(offset, 9) && (walk.at(offset + 8) & 1) != 0;
    walk.takeHeader(offset, is_long ? 16 : 12);
    walk.takeOpaque(offset + 6, 2);
    return walk.stop(Rest::kUnknown);
}

/// RFC 9260, 3: chunks may list the addresses of a host, and the CRC covers them.
Step walkSctp(LayerWalk& walk, std::uint32_t offset) {
    walk.takeHeader(offset, 8);
    walk.takeOpaque(offset + 8, 4);
    return walk.stop(Rest::kUnknown);
}

/// RFC 4884, 3: the length of what is quoted; not 0 means that extensions follow it.
void limitQuote(LayerWalk& walk, std::uint32_t quote, std::uint32_t length) {
    if (length == 0) return;
    walk.extensions_follow = true;
    walk.limit(quote, length);
}

Step walkIcmp(LayerWalk& walk, std::uint32_t offset) {
    constexpr std::uint32_t kSize = 8;
    if (!walk.takeLayer(LayerKind::kIcmp, offset, kSize)) {
        walk.takeOpaque(offset + 4, 4);
        return walk.stop(Rest::kNothing);
    }
    switch (walk.at(offset)) {
        case 0:  // echo reply
        case 8:  // echo
            return walk.stop(Rest::kPayload);
        case 13:  // timestamp
        case 14:  // timestamp reply
            return walk.stop(Rest::kUnknown);
        case 3:   // destination unreachable
        case 11:  // time exceeded
        case 12:  // parameter problem
            limitQuote(walk, offset + kSize, walk.at(offset + 5) * 4u);
            return {Protocol::kIpv4, offset + kSize, 0};
        case 4:  // source quench
        case 5:  // redirect
            return {Protocol::kIpv4, offset + kSize, 0};
        default:
            walk.takeOpaque(offset + 4, 4);
            return walk.stop(Rest::kUnknown);
    }
}

/// RFC 4861, 4.3 to 4.5: the fixed part of a message and its link-layer address options; other
/// options may hold prefixes, names or a quoted packet.
Step walkNeighbour(LayerWalk& walk, std::uint32_t offset) {
    constexpr std::uint32_t kFixed[] = {8, 16, 24, 24, 40};  // RS, RA, NS, NA, redirect
    std::uint32_t size = kFixed[walk.at(offset) - 133];
    while (walk.has(offset + size, 8)) {
        const std::uint8_t type = walk.at(offset + size);
        if ((type != 1 && type != 2) || walk.at(offset + size + 1) != 1) break;
        size += 8;
    }
    walk.takeLayer(LayerKind::kIcmpv6, offset, size);
    return walk.stop(walk.has(offset + size, 1) ? Rest::kUnknown : Rest::kNothing);
}

Step walkIcmpv6(LayerWalk& walk, std::uint32_t offset) {
    constexpr std::uint32_t kSize = 8;
    if (walk.has(offset, kSize) && walk.at(offset) >= 133 && walk.at(offset) <= 137) {
        return walkNeighbour(walk, offset);
    }
    if (!walk.takeLayer(LayerKind::kIcmpv6, offset, kSize)) {
        walk.takeOpaque(offset + 4, 4);
        return walk.stop(Rest::kNothing);
    }
    const std::uint8_t type = walk.at(offset);
    if (type >= 1 && type <= 4) {  // errors, RFC 4443, 3
        limitQuote(walk, offset + kSize, walk.at(offset + 4) * 8u);
        return {Protocol::kIpv6, offset + kSize, 0};
    }
    const bool is_echo = type == 128 || type == 129;
    if (is_echo) return walk.stop(Rest::kPayload);
    walk.takeOpaque(offset + 4, 4);
    return walk.stop(Rest::kUnknown);
}

/// RFC 6275, 6.3: holds the address that a mobile node is known by.
bool hasHomeAddress(const LayerWalk& walk, std::uint32_t offset, std::uint32_t size) {
    constexpr std::uint8_t kHomeAddress = 0xc9;
    const std::uint32_t end = offset + size;
    for (std::uint32_t i = offset + 2; i < end;) {
        if (walk.at(i) == kHomeAddress) return true;
        i += walk.at(i) == 0 || i + 1 >= end ? 1 : 2u + walk.at(i + 1);
    }
    return false;
}

Step walkOptionsHeader(LayerWalk& walk, std::uint32_t offset) {
    if (!walk.has(offset, 8)) return walk.stop(Rest::kUnknown);
    const std::uint32_t size = (walk.at(offset + 1) + 1u) * 8;
    if (!walk.has(offset, size) || hasHomeAddress(walk, offset, size)) {
        return walk.stop(Rest::kUnknown);
    }
    walk.takeLayer(LayerKind::kIpv6Options, offset, size);
    walk.protocol_at = offset;
    return {Protocol::kIpProtocol, offset + size, walk.at(offset)};
}

/// Types 0 (RFC 5095), 2 (RFC 6275, 6.4) and 4 (RFC 8754, 2), which list whole addresses.
Step walkRouting(LayerWalk& walk, std::uint32_t offset) {
    constexpr std::uint32_t kFixed = 8;
    if (!walk.has(offset, kFixed)) return walk.stop(Rest::kUnknown);
    const std::uint32_t size = (walk.at(offset + 1) + 1u) * 8;
    const std::uint8_t type = walk.at(offset + 2);
    const std::uint8_t segments_left = walk.at(offset + 3);
    std::uint32_t addresses = walk.at(offset + 1) / 2;
    if (type == 4) addresses = walk.at(offset + 4) + 1u;
    if ((type != 0 && type != 2 && type != 4) || !walk.has(offset, size) ||
        kFixed + addresses * 16 > size) {
        return walk.stop(Rest::kUnknown);
    }
    walk.takeLayer(LayerKind::kIpv6Routing, offset, size);
    walk.protocol_at = offset;
    if (segments_left > 0 && addresses > 0) {
        // A segment list is in reverse order.
        walk.destination = offset + kFixed + (type == 4 ? 0 : (addresses - 1) * 16);
    }
    return {Protocol::kIpProtocol, offset + size, walk.at(offset)};
}

Step walkFragment(LayerWalk& walk, std::uint32_t offset) {
    constexpr std::uint32_t kSize = 8;
    if (!walk.takeHeader(offset, kSize)) return walk.stop(Rest::kNothing);
    const std::uint16_t fragment = walk.at16(offset + 2);
    constexpr std::uint16_t kPlace = 0xfff8, kMoreFollow = 1;
    if ((fragment & (kPlace | kMoreFollow)) != 0) {
        walk.takeFragment(
            {.ip = walk.ip,
             .protocol_at = walk.protocol_at,
             .unfragmented_end = offset,
             .begin = offset + kSize,
             .end = walk.wire_end,
             .id = load<std::uint32_t>(walk.packet.data() + offset + 4, ByteOrder::kBig),
             .place = fragment & std::uint32_t{kPlace},
             .protocol = walk.at(offset),
             .is_v6 = true,
             .is_last = (fragment & kMoreFollow) == 0});
    }
    if ((fragment & kPlace) != 0) return walk.stop(Rest::kUnknown);
    walk.protocol_at = offset;
    return {Protocol::kIpProtocol, offset + kSize, walk.at(offset)};
}

/// RFC 4302, 2.2: its length is in words, minus two. The check value covers addresses and data.
Step walkAuthentication(LayerWalk& walk, std::uint32_t offset) {
    constexpr std::uint32_t kFixed = 12;
    if (!walk.has(offset, kFixed)) return walk.stop(Rest::kUnknown);
    const std::uint32_t size = std::max(kFixed, (walk.at(offset + 1) + 2u) * 4);
    walk.result.behind_ah = true;
    walk.protocol_at = offset;
    walk.takeHeader(offset, kFixed);
    if (!walk.takeOpaque(offset + kFixed, size - kFixed)) return walk.stop(Rest::kNothing);
    return {Protocol::kIpProtocol, offset + size, walk.at(offset)};
}

Step walkEtherIp(LayerWalk& walk, std::uint32_t offset) {
    if (!walk.has(offset, 2) || walk.at16(offset) != 0x3000) return walk.stop(Rest::kUnknown);
    walk.takeHeader(offset, 2);
    return {Protocol::kEthernet, offset + 2, 0};
}

Step walkExtension(LayerWalk& walk, const Step& step) {
    if (!walk.in_ipv6) return walk.stop(Rest::kUnknown);
    switch (step.selector) {
        case kRouting:
            return walkRouting(walk, step.offset);
        case kFragment:
            return walkFragment(walk, step.offset);
        default:
            return walkOptionsHeader(walk, step.offset);
    }
}

}  // namespace

Step walkIpProtocol(LayerWalk& walk, const Step& step) {
    switch (step.selector) {
        case kTcp:
            return walkTcp(walk, step.offset);
        case kUdp:
            return walkUdp(walk, step.offset);
        case kUdpLite:
            return walkUdpLite(walk, step.offset);
        case kDccp:
            return walkDccp(walk, step.offset);
        case kSctp:
            return walkSctp(walk, step.offset);
        case kEsp:  // what is not encrypted (RFC 2410) may be a whole packet
            walk.takeHeader(step.offset, 8);
            return walk.stop(Rest::kUnknown);
        case kIcmp:
            return walk.in_ipv6 ? walk.stop(Rest::kUnknown) : walkIcmp(walk, step.offset);
        case kIcmpv6:
            return walk.in_ipv6 ? walkIcmpv6(walk, step.offset) : walk.stop(Rest::kUnknown);
        case kHopByHop:
        case kRouting:
        case kFragment:
        case kDestinationOptions:
            return walkExtension(walk, step);
        case kNoNext:
            return walk.stop(Rest::kUnknown);
        case kAh:
            return walkAuthentication(walk, step.offset);
        case kIpv4:
            return {Protocol::kIpv4, step.offset, 0};
        case kIpv6:
            return {Protocol::kIpv6, step.offset, 0};
        case kGre:
            return walkGre(walk, step.offset);
        case kEtherIp:
            return walkEtherIp(walk, step.offset);
        case kMplsInIp:
            return {Protocol::kMpls, step.offset, 0};
        default:
            return walk.stop(Rest::kUnknown);
    }
}

}  // namespace finrst
