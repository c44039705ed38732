// SPDX-License-Identifier: GPL-2.0-or-later
// Tunnels with a header of their own.
#include "packet/layer_walk.h"

namespace finrst {

namespace {

// IANA's "Service Name and Transport Protocol Port Number Registry".
enum TunnelPort : std::uint16_t {
    kL2tp = 1701,
    kGtpControl = 2123,
    kGtpU = 2152,
    kAmt = 2268,
    kTeredo = 3544,
    kLisp = 4341,
    kLispControl = 4342,
    kEspInUdp = 4500,
    kGreInUdp = 4754,
    kVxlan = 4789,
    kVxlanGpe = 4790,
    kCapwapControl = 5246,
    kCapwapData = 5247,
    kGue = 6080,
    kGeneve = 6081,
    kMplsInUdp = 6635,
    kVxlanLinux = 8472,  // Linux's default before IANA gave one
    kSctpInUdp = 9899,
    kTzsp = 37008,
};

constexpr std::uint16_t kTypeErspan = 0x88be;

/// draft-ietf-nvo3-vxlan-gpe, 3.1: version 0, with the flag for the next protocol.
Step walkVxlanGpe(LayerWalk& walk, std::uint32_t offset) {
    constexpr std::uint32_t kSize = 8;
    if (!walk.has(offset, kSize) || (walk.at(offset) & 0xfc) != 0x0c ||
        walk.at16(offset + 1) != 0 || walk.at(offset + 7) != 0) {
        return walk.stop(Rest::kUnknown);
    }
    const std::uint8_t next = walk.at(offset + 3);
    if (next < 1 || next > 3) return walk.stop(Rest::kUnknown);
    walk.takeHeader(offset, kSize);
    constexpr Protocol kNext[] = {Protocol::kIpv4, Protocol::kIpv6, Protocol::kEthernet};
    return {kNext[next - 1], offset + kSize, 0};
}

/// RFC 7348, 5: the flag for the identifier is set, the reserved fields are 0; in some of them
/// there may be a group policy (draft-smith-vxlan-group-policy, 2.1), and with another one it is
/// VXLAN-GPE, whatever the port.
Step walkVxlan(LayerWalk& walk, std::uint32_t offset) {
    constexpr std::uint32_t kSize = 8;
    if (!walk.has(offset, kSize)) return walk.stop(Rest::kUnknown);
    constexpr std::uint8_t kNextProtocol = 0x04;
    if ((walk.at(offset) & kNextProtocol) != 0) return walkVxlanGpe(walk, offset);
    const bool has_policy = (walk.at(offset) & 0x80) != 0;
    if ((walk.at(offset) & 0x08) == 0 || (!has_policy && walk.at16(offset + 2) != 0) ||
        walk.at(offset + 7) != 0) {
        return walk.stop(Rest::kUnknown);
    }
    walk.takeHeader(offset, kSize);
    return {Protocol::kEthernet, offset + kSize, 0};
}

/// RFC 8926, 3.4.
Step walkGeneve(LayerWalk& walk, std::uint32_t offset) {
    constexpr std::uint32_t kFixed = 8;
    if (!walk.has(offset, kFixed) || walk.at(offset) >> 6 != 0 || walk.at(offset + 7) != 0) {
        return walk.stop(Rest::kUnknown);
    }
    const std::uint16_t type = walk.at16(offset + 2);
    if (type != 0x6558 && type != 0x0800 && type != 0x86dd) return walk.stop(Rest::kUnknown);
    const std::uint32_t options = (walk.at(offset) & 0x3fu) * 4;
    walk.takeHeader(offset, kFixed);
    if (!walk.takeOpaque(offset + kFixed, options)) return walk.stop(Rest::kNothing);
    return {Protocol::kEtherType, offset + kFixed + options, type};
}

/// 3GPP TS 29.281, 5.1 and 5.2: version 1, protocol type GTP, message G-PDU.
Step walkGtpU(LayerWalk& walk, std::uint32_t offset) {
    constexpr std::uint32_t kFixed = 8;
    if (!walk.has(offset, kFixed) || (walk.at(offset) & 0xf0) != 0x30 ||
        walk.at(offset + 1) != 0xff) {
        return walk.stop(Rest::kUnknown);
    }
    const std::uint8_t flags = walk.at(offset) & 0x07;
    std::uint32_t next = offset + kFixed;
    if (flags != 0) {
        if (!walk.has(next, 4)) return walk.stop(Rest::kUnknown);
        next += 4;
        // Extension headers: each says its length in words, and what follows, in its last octet.
        while ((flags & 0x04) != 0 && walk.at(next - 1) != 0) {
            if (!walk.has(next, 1) || walk.at(next) == 0 || !walk.has(next, walk.at(next) * 4u)) {
                return walk.stop(Rest::kUnknown);
            }
            const std::uint32_t size = walk.at(next) * 4u;
            if (!walk.takeOpaque(next + 1, size - 2)) return walk.stop(Rest::kUnknown);
            next += size;
        }
    }
    const int version = walk.has(next, 1) ? walk.at(next) >> 4 : 0;
    if (version != 4 && version != 6) return walk.stop(Rest::kUnknown);
    walk.takeHeader(offset, next - offset);
    return {Protocol::kPerhapsIp, next, 0};
}

/// RFC 2637, 4.1: version 1 carries PPP.
Step walkEnhancedGre(LayerWalk& walk, std::uint32_t offset) {
    const std::uint16_t flags = walk.at16(offset);
    std::uint32_t size = 8;
    if ((flags & 0x1000) != 0) size += 4;  // sequence number
    if ((flags & 0x0080) != 0) size += 4;  // acknowledgment number
    if (!walk.takeHeader(offset, size)) return walk.stop(Rest::kNothing);
    return {Protocol::kPpp, offset + size, 0};
}

}  // namespace

Step walkUdpPayload(LayerWalk& walk, std::uint32_t offset, std::uint16_t source_port,
                    std::uint16_t destination_port) {
    for (const std::uint16_t port : {destination_port, source_port}) {
        switch (port) {
            case kVxlan:
            case kVxlanLinux:
                return walkVxlan(walk, offset);
            case kVxlanGpe:
                return walkVxlanGpe(walk, offset);
            case kGeneve:
                return walkGeneve(walk, offset);
            case kGtpU:
                return walkGtpU(walk, offset);
            case kTeredo:
                return {Protocol::kPerhapsIp, offset, 0};
            case kL2tp:
            case kGtpControl:
            case kAmt:
            case kLisp:
            case kLispControl:
            case kEspInUdp:
            case kGreInUdp:
            case kCapwapControl:
            case kCapwapData:
            case kGue:
            case kMplsInUdp:
            case kSctpInUdp:
            case kTzsp:
                return walk.stop(Rest::kUnknown);
            default:
                break;
        }
    }
    return walk.stop(Rest::kPayload);
}

/// RFC 2784 and RFC 2890; ERSPAN without a sequence number is of type I, without a header.
Step walkGre(LayerWalk& walk, std::uint32_t offset) {
    if (!walk.has(offset, 4)) return walk.stop(Rest::kUnknown);
    const std::uint16_t flags = walk.at16(offset);
    const std::uint16_t type = walk.at16(offset + 2);
    const bool has_routing = (flags & 0x4000) != 0;
    if ((flags & 7) == 1 && type == 0x880b) return walkEnhancedGre(walk, offset);
    if ((flags & 7) != 0 || has_routing) return walk.stop(Rest::kUnknown);
    std::uint32_t size = 4;
    if ((flags & 0x8000) != 0) size += 4;  // checksum
    if ((flags & 0x2000) != 0) size += 4;  // key
    if ((flags & 0x1000) != 0) size += 4;  // sequence number
    if (!walk.takeLayer(LayerKind::kGre, offset, size)) return walk.stop(Rest::kNothing);
    const bool has_sequence = (flags & 0x1000) != 0;
    if (type == kTypeErspan && !has_sequence) return {Protocol::kEthernet, offset + size, 0};
    return {Protocol::kEtherType, offset + size, type};
}

}  // namespace finrst
