// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "packet/packet_layers.h"

#include <optional>

namespace finrst {

/// What is expected at an offset of a packet.
enum class Protocol : std::uint8_t {
    kStop,  ///< the walk is over, `LayerWalk::result.rest` is set
    kEthernet,
    kEtherType,  ///< selector: the EtherType
    kLlc,
    kMpls,
    kPppoe,
    kPpp,
    kIp,         ///< version 4 or 6, by the first nibble
    kPerhapsIp,  ///< only the octets themselves can tell
    kIpv4,
    kIpv6,
    kIpProtocol,  ///< selector: IANA's protocol number
    kErspan2,
    kErspan3,
};

struct Step {
    Protocol protocol = Protocol::kStop;
    std::uint32_t offset = 0;
    std::uint32_t selector = 0;
};

/// The walk over one packet: what all its parts share. Each part looks at one header, notes it, and
/// says what comes next.
struct LayerWalk {
    ByteView packet;
    std::uint32_t end;  ///< of what may be looked at: captured, and within each enclosing length
    /// Of the packet before it was captured, within each enclosing length.
    std::uint32_t wire_end;
    PacketLayers& result;
    /// In the first of several fragments: what is looked at goes on in the others.
    bool goes_on = false;
    /// Pseudo header for what comes next; see `Layer`.
    std::uint32_t source = 0;
    std::uint32_t destination = 0;
    std::uint32_t address_size = 0;
    bool in_ipv6 = false;
    /// Of the innermost IPv6: where its header is, and the octet that names the next one.
    std::uint32_t ip = 0;
    std::uint32_t protocol_at = 0;
    /// Behind a quoted packet there are ICMP extensions (RFC 4884), which may hold addresses.
    bool extensions_follow = false;

    std::uint8_t at(std::uint32_t offset) const { return packet[offset]; }
    std::uint16_t at16(std::uint32_t offset) const { return loadNet16(packet.data() + offset); }

    bool has(std::uint32_t offset, std::uint32_t size) const {
        return offset <= end && size <= end - offset;
    }
    /// Takes `size` octets for header. False when not all of them are there.
    bool takeHeader(std::uint32_t offset, std::uint32_t size);
    /// The same, and notes the layer.
    bool takeLayer(LayerKind kind, std::uint32_t offset, std::uint32_t size);
    /// The same, of what may hold anything.
    bool takeOpaque(std::uint32_t offset, std::uint32_t size) {
        return takeLayer(LayerKind::kOpaque, offset, size);
    }
    /// Nothing behind `offset` + `size` belongs to what is walked over.
    void limit(std::uint32_t offset, std::uint32_t size);
    /// Notes that this is one fragment of several.
    void takeFragment(const Fragment& fragment) {
        if (!result.fragment) result.fragment = fragment;
        goes_on = !fragment.is_last;
    }
    Step stop(Rest rest);
};

/// The first header of a packet; nothing when the link type is not known.
std::optional<Step> beginWalk(LayerWalk& walk, std::uint32_t link_type);

Step walkLinkLayer(LayerWalk& walk, const Step& step);
Step walkNetworkLayer(LayerWalk& walk, const Step& step);
Step walkIpProtocol(LayerWalk& walk, const Step& step);
/// What UDP carries, `offset` being behind its header.
Step walkUdpPayload(LayerWalk& walk, std::uint32_t offset, std::uint16_t source_port,
                    std::uint16_t destination_port);
Step walkGre(LayerWalk& walk, std::uint32_t offset);

}  // namespace finrst
