// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/time.h"

#include <cstdint>
#include <span>

namespace finrst {

/// One packet of a capture, where it lies in its reader's buffer.
struct CapturedPacket {
    std::uint64_t frame = 0;  ///< as Wireshark counts: from 1, over all sections and files
    Time time{};
    std::uint32_t wire_length = 0;
    std::uint32_t link_type = 0;  ///< LINKTYPE_, draft-ietf-opsawg-pcaplinktype
    std::span<const std::uint8_t> data;
    std::uint32_t interface = 0;  ///< its number in its section
    std::uint32_t file = 0;       ///< of the stream's, from 0
};

}  // namespace finrst
