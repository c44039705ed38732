// SPDX-License-Identifier: GPL-2.0-or-later
#include "extraction.h"

#include "analysis/tcp_header.h"

namespace finrst {

namespace {

bool isIp(const address& from) {
    return from.type == AT_IPv4 || from.type == AT_IPv6;
}

/// Requires `isIp(from)`.
Address addressOf(const address& from) {
    if (from.type == AT_IPv4) [[likely]]
        return Address::fromV4(from.data);
    return Address::fromV6(from.data);
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

}  // namespace

bool extract(tvbuff_t* tvb, const packet_info* pinfo, void* ip, Segment* segment) {
    if (pinfo->flags.in_error_pkt || !isIp(pinfo->src) || !isIp(pinfo->dst)) return false;
    const auto captured = tvb_captured_length(tvb);
    *segment = {};
    segment->frame = pinfo->num;
    segment->time = timeOf(pinfo->abs_ts.secs, pinfo->abs_ts.nsecs);
    segment->source = addressOf(pinfo->src);
    segment->destination = addressOf(pinfo->dst);
    segment->ip = ipHeaderOf(ip);
    const std::uint8_t* tcp = tvb_get_ptr(tvb, 0, static_cast<int>(captured));
    return readTcpHeader({tcp, captured}, tvb_reported_length(tvb), segment);
}

}  // namespace finrst
