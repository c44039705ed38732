// SPDX-License-Identifier: GPL-2.0-or-later
// Everything below IP.
#include "packet/layer_walk.h"

namespace finrst {

namespace {

// EtherTypes, IANA's "IEEE 802 numbers".
constexpr std::uint16_t kTypeIpv4 = 0x0800;
constexpr std::uint16_t kTypeArp = 0x0806;
constexpr std::uint16_t kTypeRarp = 0x8035;
constexpr std::uint16_t kTypeVlan = 0x8100;
constexpr std::uint16_t kTypeBridged = 0x6558;
constexpr std::uint16_t kTypeIpv6 = 0x86dd;
constexpr std::uint16_t kTypePpp = 0x880b;
constexpr std::uint16_t kTypeMpls = 0x8847;
constexpr std::uint16_t kTypeMplsUpstream = 0x8848;
constexpr std::uint16_t kTypePppoeDiscovery = 0x8863;
constexpr std::uint16_t kTypePppoe = 0x8864;
constexpr std::uint16_t kTypeProviderVlan = 0x88a8;
constexpr std::uint16_t kTypeErspan2 = 0x88be;
constexpr std::uint16_t kTypeErspan3 = 0x22eb;
constexpr std::uint16_t kTypeOldQinQ = 0x9100;
constexpr std::uint16_t kFirstEtherType = 0x0600;  // smaller: a length, IEEE 802.3

constexpr std::uint32_t kEthernetSize = 14;
constexpr std::uint32_t kSnapSize = 8;

bool isVlan(std::uint32_t type) {
    return type == kTypeVlan || type == kTypeProviderVlan || type == kTypeOldQinQ;
}

bool isKnown(std::uint32_t type) {
    return isVlan(type) || type == kTypeIpv4 || type == kTypeIpv6 || type == kTypeArp ||
           type == kTypeMpls || type == kTypePppoe;
}

Step walkEthernet(LayerWalk& walk, std::uint32_t offset) {
    if (!walk.takeLayer(LayerKind::kEthernet, offset, kEthernetSize)) {
        return walk.stop(Rest::kNothing);
    }
    const std::uint16_t type = walk.at16(offset + 12);
    if (type >= kFirstEtherType) return {Protocol::kEtherType, offset + kEthernetSize, type};
    walk.limit(offset + kEthernetSize, type);
    return {Protocol::kLlc, offset + kEthernetSize, 0};
}

Step walkLlc(LayerWalk& walk, std::uint32_t offset) {
    // RFC 1042: SNAP with the organisation code of EtherTypes.
    const bool snap = walk.has(offset, kSnapSize) && walk.at16(offset) == 0xaaaa &&
                      walk.at(offset + 2) == 3 && walk.at(offset + 3) == 0 &&
                      walk.at16(offset + 4) == 0;
    if (!snap) return walk.stop(Rest::kUnknown);
    walk.takeHeader(offset, kSnapSize);
    return {Protocol::kEtherType, offset + kSnapSize, walk.at16(offset + 6)};
}

/// RFC 826; the sizes of both kinds of addresses are in the packet.
Step walkArp(LayerWalk& walk, std::uint32_t offset) {
    constexpr std::uint32_t kFixed = 8;
    if (!walk.has(offset, kFixed)) return walk.stop(Rest::kUnknown);
    const std::uint32_t addresses = 2u * (walk.at(offset + 4) + walk.at(offset + 5));
    walk.takeLayer(LayerKind::kArp, offset, kFixed + addresses);
    return walk.stop(Rest::kNothing);
}

Step walkEtherType(LayerWalk& walk, std::uint32_t offset, std::uint32_t type) {
    if (isVlan(type)) {
        if (!walk.takeHeader(offset, 4)) return walk.stop(Rest::kNothing);
        const std::uint16_t inner = walk.at16(offset + 2);
        if (inner >= kFirstEtherType) return {Protocol::kEtherType, offset + 4, inner};
        return {Protocol::kLlc, offset + 4, 0};
    }
    switch (type) {
        case kTypeIpv4:
            return {Protocol::kIpv4, offset, 0};
        case kTypeIpv6:
            return {Protocol::kIpv6, offset, 0};
        case kTypeArp:
        case kTypeRarp:
            return walkArp(walk, offset);
        case kTypeMpls:
        case kTypeMplsUpstream:
            return {Protocol::kMpls, offset, 0};
        case kTypePppoe:
            return {Protocol::kPppoe, offset, 0};
        case kTypePppoeDiscovery:
            walk.takeHeader(offset, 6);
            return walk.stop(Rest::kUnknown);
        case kTypeBridged:
            return {Protocol::kEthernet, offset, 0};
        case kTypePpp:
            return {Protocol::kPpp, offset, 0};
        case kTypeErspan2:
            return {Protocol::kErspan2, offset, 0};
        case kTypeErspan3:
            return {Protocol::kErspan3, offset, 0};
        default:
            return walk.stop(Rest::kUnknown);
    }
}

/// RFC 3032. The labels do not tell what they carry: IP by its version, else a pseudowire with a
/// control word (RFC 4448, 4.6), if an Ethernet header with a known type is behind it.
Step walkMpls(LayerWalk& walk, std::uint32_t offset) {
    constexpr std::uint32_t kControlWord = 4;
    for (bool bottom = false; !bottom; offset += 4) {
        if (!walk.takeHeader(offset, 4)) return walk.stop(Rest::kNothing);
        bottom = (walk.at(offset + 2) & 1) != 0;
    }
    if (!walk.has(offset, 1)) return walk.stop(Rest::kNothing);
    const int nibble = walk.at(offset) >> 4;
    if (nibble == 4 || nibble == 6) return {Protocol::kPerhapsIp, offset, 0};
    if (nibble == 0 && walk.has(offset, kControlWord + kEthernetSize) &&
        isKnown(walk.at16(offset + kControlWord + 12))) {
        walk.takeHeader(offset, kControlWord);
        return {Protocol::kEthernet, offset + kControlWord, 0};
    }
    return walk.stop(Rest::kUnknown);
}

/// RFC 1661, 2, with the address and control octets of RFC 1662 or without, and with a protocol
/// number of one octet or two (6.5).
Step walkPpp(LayerWalk& walk, std::uint32_t offset) {
    if (walk.has(offset, 2) && walk.at16(offset) == 0xff03) {
        walk.takeHeader(offset, 2);
        offset += 2;
    }
    if (!walk.has(offset, 1)) return walk.stop(Rest::kNothing);
    const bool is_short = (walk.at(offset) & 1) != 0;
    const std::uint32_t size = is_short ? 1 : 2;
    if (!walk.takeHeader(offset, size)) return walk.stop(Rest::kNothing);
    switch (is_short ? walk.at(offset) : walk.at16(offset)) {
        case 0x0021:
            return {Protocol::kIpv4, offset + size, 0};
        case 0x0057:
            return {Protocol::kIpv6, offset + size, 0};
        case 0x0281:
        case 0x0283:
            return {Protocol::kMpls, offset + size, 0};
        default:
            return walk.stop(Rest::kUnknown);
    }
}

/// RFC 2516, 4; only code 0 carries data.
Step walkPppoe(LayerWalk& walk, std::uint32_t offset) {
    constexpr std::uint32_t kSize = 6;
    if (!walk.has(offset, kSize) || walk.at(offset) != 0x11 || walk.at(offset + 1) != 0) {
        return walk.stop(Rest::kUnknown);
    }
    walk.takeHeader(offset, kSize);
    walk.limit(offset + kSize, walk.at16(offset + 4));
    return {Protocol::kPpp, offset + kSize, 0};
}

/// draft-foschiano-erspan, 4.2 and 4.3.
Step walkErspan(LayerWalk& walk, std::uint32_t offset, bool third) {
    const std::uint32_t fixed = third ? 12 : 8;
    if (!walk.takeHeader(offset, fixed)) return walk.stop(Rest::kNothing);
    offset += fixed;
    if (third && (walk.at(offset - 1) & 1) != 0) {  // O: a platform specific subheader
        if (!walk.takeOpaque(offset, 8)) return walk.stop(Rest::kNothing);
        offset += 8;
    }
    return {Protocol::kEthernet, offset, 0};
}

}  // namespace

Step walkLinkLayer(LayerWalk& walk, const Step& step) {
    switch (step.protocol) {
        case Protocol::kEthernet:
            return walkEthernet(walk, step.offset);
        case Protocol::kEtherType:
            return walkEtherType(walk, step.offset, step.selector);
        case Protocol::kLlc:
            return walkLlc(walk, step.offset);
        case Protocol::kMpls:
            return walkMpls(walk, step.offset);
        case Protocol::kPppoe:
            return walkPppoe(walk, step.offset);
        case Protocol::kPpp:
            return walkPpp(walk, step.offset);
        default:
            return walkErspan(walk, step.offset, step.protocol == Protocol::kErspan3);
    }
}

}  // namespace finrst
