// SPDX-License-Identifier: GPL-2.0-or-later
// IPv4 and IPv6 with its extension headers.
#include "packet/checksum.h"
#include "packet/layer_walk.h"

namespace finrst {

namespace {

constexpr std::uint32_t kIpv4Size = 20;
constexpr std::uint32_t kIpv6Size = 40;

/// Where the destination of the pseudo header is: RFC 1122, 4.1.3.4 and 4.2.3.8: behind a source
/// route that is not used up yet, its last address.
std::uint32_t finalDestination(const LayerWalk& walk, std::uint32_t offset, std::uint32_t size) {
    constexpr std::uint8_t kLooseRoute = 131;
    constexpr std::uint8_t kStrictRoute = 137;
    const std::uint32_t end = offset + size;
    for (std::uint32_t i = offset + kIpv4Size; i < end && walk.at(i) != 0;) {
        const std::uint8_t kind = walk.at(i);
        if (kind == 1) {
            ++i;
            continue;
        }
        if (i + 1 >= end || walk.at(i + 1) < 2 || i + walk.at(i + 1) > end) break;
        const std::uint32_t length = walk.at(i + 1);
        const bool is_route = kind == kLooseRoute || kind == kStrictRoute;
        if (is_route && length >= 7 && walk.at(i + 2) <= length) return i + length - 4;
        i += length;
    }
    return offset + 16;
}

Step walkIpv4(LayerWalk& walk, std::uint32_t offset) {
    if (!walk.has(offset, 1)) return walk.stop(Rest::kNothing);
    const std::uint32_t size = (walk.at(offset) & 0x0fu) * 4;
    if (walk.at(offset) >> 4 != 4 || size < kIpv4Size) return walk.stop(Rest::kUnknown);
    walk.address_size = 0;
    if (!walk.takeLayer(LayerKind::kIpv4, offset, size)) return walk.stop(Rest::kNothing);
    const std::uint32_t total = walk.at16(offset + 2);
    if (total != 0 && total < size) return walk.stop(Rest::kUnknown);
    if (total != 0) walk.limit(offset, total);  // 0 with segmentation offload
    walk.source = offset + 12;
    walk.destination = finalDestination(walk, offset, size);
    walk.address_size = 4;
    walk.in_ipv6 = false;
    walk.result.behind_ah = false;
    const std::uint16_t fragment = walk.at16(offset + 6);
    constexpr std::uint16_t kPlace = 0x1fff, kMoreFollow = 0x2000;
    if ((fragment & (kPlace | kMoreFollow)) != 0) {
        walk.takeFragment({.ip = offset,
                           .protocol_at = offset + 9,
                           .unfragmented_end = offset + size,
                           .begin = offset + size,
                           .end = walk.wire_end,
                           .id = walk.at16(offset + 4),
                           .place = (fragment & kPlace) * 8u,
                           .protocol = walk.at(offset + 9),
                           .is_last = (fragment & kMoreFollow) == 0});
    }
    if ((fragment & kPlace) != 0) return walk.stop(Rest::kUnknown);
    return {Protocol::kIpProtocol, offset + size, walk.at(offset + 9)};
}

Step walkIpv6(LayerWalk& walk, std::uint32_t offset) {
    if (!walk.has(offset, 1)) return walk.stop(Rest::kNothing);
    if (walk.at(offset) >> 4 != 6) return walk.stop(Rest::kUnknown);
    walk.address_size = 0;
    if (!walk.takeLayer(LayerKind::kIpv6, offset, kIpv6Size)) return walk.stop(Rest::kNothing);
    const std::uint32_t length = walk.at16(offset + 4);
    if (length != 0) walk.limit(offset + kIpv6Size, length);  // 0: jumbo, or offload
    walk.source = offset + 8;
    walk.destination = offset + 24;
    walk.address_size = 16;
    walk.in_ipv6 = true;
    walk.result.behind_ah = false;
    walk.ip = offset;
    walk.protocol_at = offset + 6;
    return {Protocol::kIpProtocol, offset + kIpv6Size, walk.at(offset + 6)};
}

/// The header's own checksum, or that it is left to the network card, tells it from other data.
bool looksLikeIpv4(const LayerWalk& walk, std::uint32_t offset) {
    const std::uint32_t size = (walk.at(offset) & 0x0fu) * 4;
    if (size < kIpv4Size || !walk.has(offset, size)) return false;
    OnesSum sum;
    sum.add(walk.packet.subspan(offset, size));
    return sum.folded() == 0xffff || walk.at16(offset + 10) == 0;
}

/// IPv6 has no checksum: its length must fit, and the next header be a common one.
bool looksLikeIpv6(const LayerWalk& walk, std::uint32_t offset) {
    if (!walk.has(offset, kIpv6Size)) return false;
    const std::uint32_t size = kIpv6Size + walk.at16(offset + 4);
    const std::uint8_t next = walk.at(offset + 6);
    const bool is_common = next == 0 || next == 4 || next == 6 || next == 17 || next == 41 ||
                           next == 43 || next == 44 || next == 58 || next == 60;
    return is_common && (walk.goes_on || size <= walk.wire_end - offset);
}

}  // namespace

Step walkNetworkLayer(LayerWalk& walk, const Step& step) {
    const std::uint32_t offset = step.offset;
    if (step.protocol == Protocol::kIpv4) return walkIpv4(walk, offset);
    if (step.protocol == Protocol::kIpv6) return walkIpv6(walk, offset);
    if (!walk.has(offset, 1)) return walk.stop(Rest::kNothing);
    const bool is_v6 = walk.at(offset) >> 4 == 6;
    if (step.protocol == Protocol::kPerhapsIp &&
        !(is_v6 ? looksLikeIpv6(walk, offset) : looksLikeIpv4(walk, offset))) {
        return walk.stop(Rest::kUnknown);
    }
    return is_v6 ? walkIpv6(walk, offset) : walkIpv4(walk, offset);
}

}  // namespace finrst
