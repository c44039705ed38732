// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "packet/address_map.h"

#include <string>
#include <string_view>

namespace finrst {

/// Replaces every IPv4, IPv6 and MAC address that stands in `text` as a word of its own
/// ("10.0.0.1", "10.0.0.1:80", "[2001:db8::1]:80", "02:00:00:00:00:01") by the one that `map` gives
/// it, so that what a comment says stays true of the packets.
std::string replaceAddressesInText(std::string_view text, AddressMap& map);

}  // namespace finrst
