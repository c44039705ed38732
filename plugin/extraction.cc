// SPDX-License-Identifier: GPL-2.0-or-later
#include "extraction.h"

#include <algorithm>
#include <span>

namespace finrst {

namespace {

constexpr unsigned kHeaderSize = 20;    // RFC 9293, 3.1
constexpr unsigned kThroughFlags = 14;  // the octets up to the control bits
constexpr unsigned kThroughWindow = 16;
constexpr std::uint8_t kOptionMptcp = 30;  // RFC 8684, 3
constexpr int kMptcpReset = 8;             // MP_TCPRST, RFC 8684, 3.6

std::uint16_t read16(const std::uint8_t* bytes) {
    return static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]);
}
std::uint32_t read32(const std::uint8_t* bytes) {
    return std::uint32_t{read16(bytes)} << 16 | read16(bytes + 2);
}

bool isIp(const address& from) {
    return from.type == AT_IPv4 || from.type == AT_IPv6;
}

/// Requires `isIp(from)`.
Address addressOf(const address& from) {
    if (from.type == AT_IPv4) [[likely]]
        return Address::fromV4(from.data);
    return Address::fromV6(from.data);
}

/// A capture may claim any time. Kept between the years 1824 and 2115, where two times differ by
/// less than nanoseconds can count in 64 bits.
Time timeOf(const nstime_t& claimed) {
    constexpr std::int64_t kFarthest = 4'600'000'000;  // seconds
    const std::int64_t seconds = claimed.secs;
    return Time(std::chrono::seconds(std::clamp(seconds, -kFarthest, kFarthest)) +
                std::chrono::nanoseconds(claimed.nsecs));
}

IpHeader ipHeaderOf(void* ip) {
    if (const ws_ip4* v4 = WS_IP4_PTR(ip)) [[likely]] {
        constexpr int kDontFragment = 0x4000;
        return {.known = true,
                .dont_fragment = (v4->ip_off & kDontFragment) != 0,
                .ttl = v4->ip_ttl,
                .tos = v4->ip_tos,
                .id = v4->ip_id};
    }
    if (const ws_ip6* v6 = WS_IP6_PTR(ip)) {
        return {.known = true, .ttl = v6->ip6_hop, .tos = v6->ip6_tc, .flow_label = v6->ip6_flw};
    }
    return {};
}

/// The captured part of the options.
std::span<const std::uint8_t> optionsOf(const std::uint8_t* header, unsigned captured,
                                        unsigned header_size) {
    const unsigned begin = std::min(kHeaderSize, captured);
    return {header + begin, std::min(header_size, captured) - begin};
}

/// The third octet of the first option of `kind` for which `is_wanted` says so of that octet.
template <typename Wanted>
std::optional<std::uint8_t> findOption(std::span<const std::uint8_t> options, std::uint8_t kind,
                                       Wanted is_wanted) {
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

/// `whole`: no option was cut off.
void readSyn(std::span<const std::uint8_t> options, bool whole, Segment* segment) {
    if (whole) segment->syn_options = readOptionOrder(options);
    constexpr std::uint8_t kMost = 14;  // RFC 7323, 2.3
    const auto shift = findOption(options, option::kWindowScale, [](std::uint8_t) { return true; });
    if (shift) segment->window_shift = std::min(*shift, kMost);
}

void readReset(const std::uint8_t* header, unsigned captured, unsigned header_size,
               Segment* segment) {
    const auto is_reset = [](std::uint8_t octet) { return octet >> 4 == kMptcpReset; };
    segment->has_mptcp_reset =
        findOption(optionsOf(header, captured, header_size), kOptionMptcp, is_reset).has_value();
    if (segment->length == 0 || captured <= header_size) return;
    const auto size = std::min<std::size_t>(segment->length, captured - header_size);
    segment->reset_text = {reinterpret_cast<const char*>(header + header_size), size};
}

}  // namespace

std::optional<Segment> extract(tvbuff_t* tvb, const packet_info* pinfo, void* ip) {
    if (pinfo->flags.in_error_pkt || !isIp(pinfo->src) || !isIp(pinfo->dst)) return std::nullopt;
    const unsigned captured = tvb_captured_length(tvb);
    if (captured < kThroughFlags) return std::nullopt;
    const std::uint8_t* header = tvb_get_ptr(tvb, 0, static_cast<int>(captured));
    const unsigned header_size = (header[12] >> 4) * 4u;
    const unsigned reported = tvb_reported_length(tvb);
    if (header_size < kHeaderSize || header_size > reported) return std::nullopt;

    Segment segment{
        .frame = pinfo->num,
        .time = timeOf(pinfo->abs_ts),
        .source = addressOf(pinfo->src),
        .destination = addressOf(pinfo->dst),
        .source_port = read16(header),
        .destination_port = read16(header + 2),
        .seq = SequenceNumber(read32(header + 4)),
        .ack = SequenceNumber(read32(header + 8)),
        .flags = header[13],
        .length = reported - header_size,
        .has_options = header_size > kHeaderSize,
        .ip = ipHeaderOf(ip),
        .reset_text = {},
    };
    if (captured >= kThroughWindow) segment.window = read16(header + 14);
    if (segment.has(kRst)) [[unlikely]] {
        readReset(header, captured, header_size, &segment);
    } else if (segment.has(kSyn)) [[unlikely]] {
        readSyn(optionsOf(header, captured, header_size), captured >= header_size, &segment);
    }
    return segment;
}

}  // namespace finrst
