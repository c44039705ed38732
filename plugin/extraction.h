// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/segment.h"
#include "wireshark_api.h"

namespace finrst {

/// Reads one TCP segment. `tvb` begins at the TCP header; `ip` is what IP hands to its next
/// dissector: `ws_ip4`, `ws_ip6` or null. False when the segment cannot be analysed: it is quoted
/// in an ICMP error, is not over IP, or was captured with fewer octets than hold the flags. Throws
/// no Wireshark exception. The text of a RST points into `tvb`.
bool extract(tvbuff_t* tvb, const packet_info* pinfo, void* ip, Segment* segment);

}  // namespace finrst
