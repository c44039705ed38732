// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/block.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace finrst {

/// The parts of an Enhanced Packet Block (draft-ietf-opsawg-pcapng 4.3), a Packet Block (appendix
/// A) or a Simple Packet Block (4.4).
struct PacketBlock {
    ByteView fixed;  ///< from the block's begin to the data
    ByteView data;   ///< as captured, without padding
    ByteView options;
    std::uint32_t interface = 0;
    std::uint32_t wire_length = 0;
    std::uint64_t time = 0;  ///< in the units of its interface; 0 in a Simple Packet Block
};

/// `first_snaplen`: the first interface's; it tells how much a Simple Packet Block holds. Nothing
/// when the block's lengths contradict each other.
std::optional<PacketBlock> readPacketBlock(const Block& block, std::uint32_t first_snaplen);

/// Writes the block anew into `to`, which it replaces: `data` and `options` in the place of what
/// was there. The data of a Simple Packet Block must not change their length.
void writePacketBlock(const Block& block, const PacketBlock& packet, ByteView data,
                      ByteView options, std::vector<std::uint8_t>* to);

/// Begins a block in `to`, which it replaces, with room for its length; `finishBlock` fills that in
/// and adds the tail.
void beginBlock(BlockType type, ByteOrder order, std::vector<std::uint8_t>* to);
void finishBlock(ByteOrder order, std::vector<std::uint8_t>* to);

}  // namespace finrst
