// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "packet/address_map.h"
#include "packet/packet_layers.h"

#include <cstdint>
#include <span>

namespace finrst {

/// Makes the headers that `layers` names fit to be handed on, in `packet`, which is what the copy
/// holds of `original`: parts that are not understood become zeros, addresses are replaced if there
/// is a `map`, and checksums are made anew (layer_checksum.h). The data behind the last known
/// header stay. An address that was not captured whole becomes zero.
///
/// Replaced: MAC addresses of Ethernet, IEEE 802.11 and Linux cooked headers; IPv4 and IPv6
/// addresses, also in IPv4's route and timestamp options and in IPv6's routing headers; ARP; ICMP
/// redirects; neighbour discovery with its link-layer address options; MPTCP's ADD_ADDR. Ports,
/// sequence numbers, IP IDs, TTLs and all else stay.
void editHeaders(ByteView original, const PacketLayers& layers, AddressMap* map,
                 std::span<std::uint8_t> packet);

}  // namespace finrst
