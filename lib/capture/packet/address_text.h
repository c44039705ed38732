// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "packet/address_map.h"

#include <string>
#include <string_view>

namespace finrst {

/// Replaces the IPv4, IPv6 and MAC addresses in `text` by those that `map` gives them, so that what
/// a comment says stays true of the packets. An address ends where a character cannot be part of
/// it: "src:10.0.0.1", "10.0.0.1.http", "host_10.0.0.1", "[2001:db8::1]:80", "10.0.0.1:10.0.0.2".
///
/// Found are IPv4 in decimals, also with dashes or underscores, as in the names of hosts; IPv6 as
/// RFC 4291 2.2 writes it; MAC addresses as pairs of digits, as Cisco and HP write them, and as
/// twelve digits in a row. An address written otherwise (as one number, in octal, with commas) is
/// not found. The work is proportional to the length of `text`.
std::string replaceAddressesInText(std::string_view text, AddressMap& map);

}  // namespace finrst
