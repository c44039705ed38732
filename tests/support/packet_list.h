// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace finrst {

/// One packet of a capture, where it lies in the caller's memory.
struct Packet {
    std::uint64_t time = 0;  ///< in the units of its file
    std::uint32_t wire_length = 0;
    std::span<const std::uint8_t> data;
};

/// The packets of a pcap or pcapng file, without a line of lib/capture, so that the one
/// can be held against the other. Blocks that hold no packet are passed over. Nothing where the
/// file is neither, or contradicts itself, its end aside.
std::optional<std::vector<Packet>> listPackets(std::span<const std::uint8_t> file);

}  // namespace finrst
