// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/captured_packet.h"
#include "format/block.h"

#include <cstdint>
#include <vector>

namespace finrst {

// Blocks that are made anew. Each begins in `to`, which it replaces, and is whole but for its
// options; `finishBlock` (packet_block.h) ends it.

/// draft-ietf-opsawg-pcapng, 4.1, without a length.
void beginSection(ByteOrder order, std::vector<std::uint8_t>* to);
/// 4.2.
void beginInterface(std::uint32_t link_type, std::uint32_t snaplen, ByteOrder order,
                    std::vector<std::uint8_t>* to);
/// 4.3; `time` in the units of the interface.
void beginPacket(std::uint32_t interface, std::uint64_t time, std::uint32_t wire_length,
                 ByteView data, ByteOrder order, std::vector<std::uint8_t>* to);

/// 4.6; the same of `time`.
void beginStatistics(std::uint32_t interface, std::uint64_t time, ByteOrder order,
                     std::vector<std::uint8_t>* to);

/// if_tsresol: a power of ten.
inline constexpr std::uint8_t kNanoseconds = 9;

}  // namespace finrst
