// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <pcap/pcap.h>

#include <cstdint>

namespace finrst {

// Files have numbers of their own for a few types (pcap-linktype(7)): LINKTYPE_ in files, DLT_ in
// libpcap. They differ for raw IP alone, of all that finrst reads.
inline constexpr std::uint32_t kLinkTypeRaw = 101;

inline int dltOf(std::uint32_t link_type) {
    return link_type == kLinkTypeRaw ? DLT_RAW : static_cast<int>(link_type);
}

inline std::uint32_t linkTypeOf(int dlt) {
    return dlt == DLT_RAW ? kLinkTypeRaw : static_cast<std::uint32_t>(dlt);
}

}  // namespace finrst
