// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/byte_order.h"

#include <array>
#include <cstdint>
#include <optional>

namespace finrst {

/// Headers that hold addresses, a checksum, or what is not understood; all others are only walked
/// over.
enum class LayerKind : std::uint8_t {
    kEthernet,
    kCookedV1,  ///< LINKTYPE_LINUX_SLL
    kCookedV2,  ///< LINKTYPE_LINUX_SLL2
    kWlan,      ///< IEEE 802.11 data
    kArp,
    kIpv4,
    kIpv6,
    kIpv6Options,  ///< hop-by-hop or destination options
    kIpv6Routing,
    kTcp,
    kUdp,
    kIcmp,
    kIcmpv6,
    kGre,
    kOpaque,  ///< a part of a header that may hold anything
};

struct Layer {
    LayerKind kind;
    std::uint32_t begin;
    std::uint32_t end;  ///< of the header, as far as it was captured
    /// Of what a checksum of this layer covers; behind the packet's end when not all was captured.
    std::uint32_t covered_end;
    /// For protocols over IP: where the addresses of the pseudo header are (RFC 9293 3.1, RFC 8200
    /// 8.1; behind a source route, the final destination); `address_size` is 0 without them.
    std::uint32_t source;
    std::uint32_t destination;
    std::uint32_t address_size;
};

/// What is behind the last header that the walk knows.
enum class Rest : std::uint8_t {
    kNothing,  ///< padding at most
    kPayload,  ///< data of an application, or encrypted ones
    kUnknown,  ///< what the walk does not know: may hold addresses of packets, and user data
};

/// A packet of IP of which the capture has one fragment: RFC 791, 3.2; RFC 8200, 4.5.
struct Fragment {
    std::uint32_t ip = 0;  ///< where the IP header begins
    /// Where the octet is that names the protocol of what was fragmented.
    std::uint32_t protocol_at = 0;
    std::uint32_t unfragmented_end = 0;  ///< of the headers that each fragment has
    std::uint32_t begin = 0;             ///< of the fragment's data
    std::uint32_t end = 0;               ///< by IP's length, captured or not
    std::uint32_t id = 0;
    std::uint32_t place = 0;  ///< of the data within those of the whole packet
    std::uint8_t protocol = 0;
    bool is_v6 = false;
    bool is_last = false;
};

struct PacketLayers {
    static constexpr std::size_t kMost = 40;

    std::array<Layer, kMost> layers;
    std::size_t count = 0;
    std::optional<Fragment> fragment;  ///< the outermost
    bool behind_ah = false;  ///< an authentication header is between the innermost IP and its load
    std::uint32_t headers_end = 0;  ///< everything before it is part of a known header
    std::uint32_t data_end = 0;     ///< behind it there are padding and trailers
    std::uint32_t wire_end = 0;     ///< the same of the packet before it was captured
    Rest rest = Rest::kUnknown;
    bool link_known = true;  ///< false: the link type is not known, not one octet was looked at

    void clear();
};

/// Finds the headers of `packet`, as it was captured of `wire_length` octets, from the link layer
/// down to the innermost transport header.
///
/// Link types (draft-ietf-opsawg-pcaplinktype): Ethernet, BSD null and loop, raw IP, PPP, PPPoE,
/// C-HDLC, Linux cooked v1 and v2, OpenBSD ENC, IEEE 802.11 bare and with radiotap. Below IP: VLAN
/// and QinQ, SNAP, MPLS and its Ethernet pseudowires, PPPoE, PPP. IPv4 with options, IPv6 with
/// extension headers, AH. Tunnels: IP in IP, GRE (also PPTP, ERSPAN I to III), EtherIP, MPLS in IP,
/// VXLAN (4789, 8472), VXLAN-GPE (4790), Geneve (6081), GTP-U (2152), Teredo (3544). Packets quoted
/// in ICMP errors. Not looked into, and so unknown: later fragments, SCTP's chunks, other tunnels.
///
/// Never reads outside `packet` and takes nothing for a header that its own fields contradict.
PacketLayers findLayers(ByteView packet, std::uint32_t wire_length, std::uint32_t link_type);
/// The same, for many packets, into `layers`, which it replaces.
void findLayers(ByteView packet, std::uint32_t wire_length, std::uint32_t link_type,
                PacketLayers* layers);

}  // namespace finrst
