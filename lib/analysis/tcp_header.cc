// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/tcp_header.h"

namespace finrst {

namespace {

using Octets = std::span<const std::uint8_t>;

constexpr std::size_t kFixedSize = 20;

/// The captured part of the options.
Octets optionsOf(Octets tcp, std::uint32_t header_size) {
    const std::size_t begin = std::min(kFixedSize, tcp.size());
    return tcp.subspan(begin, std::min<std::size_t>(header_size, tcp.size()) - begin);
}

}  // namespace

void readSyn(Octets tcp, std::uint32_t header_size, Segment* segment) {
    constexpr std::uint8_t kMost = 14;  // RFC 7323, 2.3
    OptionOrder order;
    forEachOption(optionsOf(tcp, header_size), [&](std::uint8_t kind, Octets data) {
        order.add(kind);
        if (kind == option::kWindowScale && !data.empty()) {
            segment->window_shift = std::min(data[0], kMost);
        } else if (kind == option::kMss && data.size() == sizeof segment->mss) {
            segment->mss = static_cast<std::uint16_t>(data[0] << 8 | data[1]);
        }
    });
    const bool is_whole = tcp.size() >= header_size;
    if (is_whole) segment->syn_options = order;
}

void readReset(Octets tcp, std::uint32_t header_size, Segment* segment) {
    constexpr std::uint8_t kOptionMptcp = 30;  // RFC 8684, 3
    constexpr int kMptcpReset = 8;             // MP_TCPRST, 3.6
    forEachOption(optionsOf(tcp, header_size), [&](std::uint8_t kind, Octets data) {
        if (kind != kOptionMptcp || data.empty()) return;
        segment->has_mptcp_reset |= data[0] >> 4 == kMptcpReset;
    });
    if (segment->length == 0 || tcp.size() <= header_size) return;
    const auto size = std::min<std::size_t>(segment->length, tcp.size() - header_size);
    segment->reset_text = {reinterpret_cast<const char*>(tcp.data() + header_size), size};
}

}  // namespace finrst
