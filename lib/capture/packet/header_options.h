// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "packet/header_editor.h"

namespace finrst {

/// Each goes over the options in the octets from `begin` to `end` of a header, as far as they were
/// captured. Options that are known stay, with their addresses replaced; the values of all others
/// are cleared, and so is what stands behind the end of options or in an option that was cut.
///
/// Known are, of IPv4: route and timestamp options and router alert; of IPv6: padding, router alert
/// and jumbo payload; of TCP: maximum segment size, window scale, SACK, timestamps, and MPTCP, of
/// which the check values of addresses and data are cleared.
void editIpv4Options(HeaderEditor& packet, std::uint32_t begin, std::uint32_t end);
void editIpv6Options(HeaderEditor& packet, std::uint32_t begin, std::uint32_t end);
void editTcpOptions(HeaderEditor& packet, std::uint32_t begin, std::uint32_t end);

}  // namespace finrst
