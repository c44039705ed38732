// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet/layer_checksum.h"

#include "packet/checksum.h"

namespace finrst {

namespace {

constexpr std::uint16_t kRight = 0xffff;  // the sum over a checksum and what it covers

/// Where a layer has its checksum, and what that covers.
struct Coverage {
    std::uint32_t field = 0;  ///< 0: it has none
    std::uint32_t end = 0;
    std::uint16_t protocol = 0;  ///< in the pseudo header; 0: there is none
    bool zero_is_none = false;
};

Coverage coverageOf(const Layer& layer, ByteView packet) {
    switch (layer.kind) {
        case LayerKind::kIpv4:
            return {layer.begin + 10, layer.begin + (packet[layer.begin] & 0x0fu) * 4};
        case LayerKind::kTcp:
            return {layer.begin + 16, layer.covered_end, 6};
        case LayerKind::kUdp:
            return {layer.begin + 6, layer.covered_end, 17, true};
        case LayerKind::kIcmp:
            return {layer.begin + 2, layer.covered_end};
        case LayerKind::kIcmpv6:
            return {layer.begin + 2, layer.covered_end, 58};
        case LayerKind::kGre: {
            const bool present = (packet[layer.begin] & 0x80) != 0;
            return {present ? layer.begin + 4 : 0, layer.covered_end};
        }
        default:
            return {};
    }
}

/// RFC 9293 3.1, RFC 8200 8.1.
OnesSum pseudoHeader(ByteView packet, const Layer& layer, std::uint16_t protocol,
                     std::uint32_t length) {
    OnesSum sum;
    if (protocol == 0) return sum;
    sum.add(packet.subspan(layer.source, layer.address_size));
    sum.add(packet.subspan(layer.destination, layer.address_size));
    sum.addWord(protocol);
    sum.addWord(static_cast<std::uint16_t>(length >> 16));
    sum.addWord(static_cast<std::uint16_t>(length));
    return sum;
}

std::uint16_t wholeSum(ByteView packet, const Layer& layer, const Coverage& coverage) {
    OnesSum sum = pseudoHeader(packet, layer, coverage.protocol, coverage.end - layer.begin);
    sum.add(packet.subspan(layer.begin, coverage.end - layer.begin));
    return sum.folded();
}

/// What the field, which is zero in `packet`, is to be.
std::uint16_t newChecksum(ByteView original, const Layer& layer, const Coverage& coverage,
                          ByteView packet) {
    const std::uint16_t old = loadNet16(original.data() + coverage.field);
    const auto right = static_cast<std::uint16_t>(~wholeSum(packet, layer, coverage));
    if (wholeSum(original, layer, coverage) == kRight) return right;
    if (old == 0) return 0;
    // A card adds the length itself where it makes several segments of one.
    for (const std::uint32_t length : {coverage.end - layer.begin, 0u}) {
        const auto sum = [&](ByteView bytes) {
            return pseudoHeader(bytes, layer, coverage.protocol, length).folded();
        };
        if (coverage.protocol != 0 && old == sum(original)) return sum(packet);
    }
    return right ^ 1;
}

}  // namespace

void renewChecksum(ByteView original, const Layer& layer, std::span<std::uint8_t> packet) {
    if (layer.begin >= packet.size()) return;
    const Coverage coverage = coverageOf(layer, packet);
    if (coverage.field == 0 || coverage.field >= packet.size()) return;
    std::uint8_t* const field = packet.data() + coverage.field;
    if (coverage.end > packet.size() || coverage.field + 2 > coverage.end) {
        field[0] = 0;
        if (coverage.field + 1 < packet.size()) field[1] = 0;
        return;
    }
    if (coverage.zero_is_none && loadNet16(field) == 0) return;
    store(field, std::uint16_t{0}, ByteOrder::kBig);
    std::uint16_t checksum = newChecksum(original, layer, coverage, packet);
    // RFC 768: a sum of zero is sent as all ones, because zero says that there is none.
    if (coverage.zero_is_none && checksum == 0) checksum = 0xffff;
    store(field, checksum, ByteOrder::kBig);
}

}  // namespace finrst
