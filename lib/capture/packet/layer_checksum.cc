// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet/layer_checksum.h"

#include "packet/checksum.h"

namespace finrst {

namespace {

/// Where a header has its checksum, and what that covers.
struct Coverage {
    std::uint32_t field = 0;  ///< 0: it has none
    bool payload = true;
    bool pseudo_header = false;
    bool zero_is_none = false;
};

Coverage coverageOf(const Layer& layer, ByteView packet) {
    switch (layer.kind) {
        case LayerKind::kIpv4:
            return {10, false};
        case LayerKind::kTcp:
            return {16, true, true};
        case LayerKind::kUdp:
            return {6, true, true, true};
        case LayerKind::kUdpLite:
        case LayerKind::kDccp:
            return {6, true, true};
        case LayerKind::kIcmp:
            return {2, true};
        case LayerKind::kIcmpv6:
            return {2, true, true};
        case LayerKind::kGre: {
            const bool present = (packet[layer.begin] & 0x80) != 0;
            return {present ? 4u : 0u, true};
        }
        default:
            return {};
    }
}

}  // namespace

void correctChecksum(ByteView original, const Layer& layer, std::uint32_t changes_end,
                     std::span<std::uint8_t> packet) {
    if (layer.begin >= packet.size()) return;
    const Coverage coverage = coverageOf(layer, packet);
    const std::uint32_t field = layer.begin + coverage.field;
    if (coverage.field == 0 || field + 2 > layer.end) return;
    if (coverage.zero_is_none && loadNet16(original.data() + field) == 0) return;

    OnesSum changes;
    const std::uint32_t end = coverage.payload ? changes_end : layer.end;
    changes.subtract(original.subspan(layer.begin, end - layer.begin));
    changes.add(packet.subspan(layer.begin, end - layer.begin));
    if (coverage.pseudo_header && layer.address_size != 0) {
        for (const std::uint32_t address : {layer.source, layer.destination}) {
            changes.subtract(original.subspan(address, layer.address_size));
            changes.add(packet.subspan(address, layer.address_size));
        }
    }
    updateChecksum(packet.data() + field, changes);
    // RFC 768: a sum of zero is sent as all ones, because zero says that there is none.
    if (coverage.zero_is_none && loadNet16(packet.data() + field) == 0) {
        store(packet.data() + field, std::uint16_t{0xffff}, ByteOrder::kBig);
    }
}

}  // namespace finrst
