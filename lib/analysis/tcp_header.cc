// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/tcp_header.h"

#include <optional>

namespace finrst {

namespace {

using Octets = std::span<const std::uint8_t>;

constexpr std::size_t kFixedSize = 20;

/// The captured part of the options.
Octets optionsOf(Octets tcp, std::uint32_t header_size) {
    const std::size_t begin = std::min(kFixedSize, tcp.size());
    return tcp.subspan(begin, std::min<std::size_t>(header_size, tcp.size()) - begin);
}

/// The third octet of the first option of `kind` for which `is_wanted` says so of that octet.
template <typename Wanted>
std::optional<std::uint8_t> findOption(Octets options, std::uint8_t kind, Wanted is_wanted) {
    for (std::size_t i = 0; i < options.size() && options[i] != option::kEnd;) {
        if (options[i] == option::kNop) {
            ++i;
            continue;
        }
        if (i + 2 >= options.size() || options[i + 1] < 2) return std::nullopt;
        if (options[i] == kind && is_wanted(options[i + 2])) return options[i + 2];
        i += options[i + 1];
    }
    return std::nullopt;
}

}  // namespace

void readSyn(Octets tcp, std::uint32_t header_size, Segment* segment) {
    constexpr std::uint8_t kMost = 14;  // RFC 7323, 2.3
    const Octets options = optionsOf(tcp, header_size);
    const bool is_whole = tcp.size() >= header_size;
    if (is_whole) segment->syn_options = readOptionOrder(options);
    const auto shift = findOption(options, option::kWindowScale, [](std::uint8_t) { return true; });
    if (shift) segment->window_shift = std::min(*shift, kMost);
}

void readReset(Octets tcp, std::uint32_t header_size, Segment* segment) {
    constexpr std::uint8_t kOptionMptcp = 30;  // RFC 8684, 3
    constexpr int kMptcpReset = 8;             // MP_TCPRST, 3.6
    const auto is_reset = [](std::uint8_t octet) { return octet >> 4 == kMptcpReset; };
    segment->has_mptcp_reset =
        findOption(optionsOf(tcp, header_size), kOptionMptcp, is_reset).has_value();
    if (segment->length == 0 || tcp.size() <= header_size) return;
    const auto size = std::min<std::size_t>(segment->length, tcp.size() - header_size);
    segment->reset_text = {reinterpret_cast<const char*>(tcp.data() + header_size), size};
}

}  // namespace finrst
