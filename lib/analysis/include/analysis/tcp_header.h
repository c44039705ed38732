// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/segment.h"

#include <algorithm>
#include <cstdint>
#include <span>

namespace finrst {

/// What the options of a SYN tell, as far as they were captured. `tcp`: as in `readTcpHeader`.
void readSyn(std::span<const std::uint8_t> tcp, std::uint32_t header_size, Segment* segment);
/// What a RST has beyond its header's fixed part: MP_TCPRST and text. `tcp`: as in `readTcpHeader`.
void readReset(std::span<const std::uint8_t> tcp, std::uint32_t header_size, Segment* segment);

/// Reads a segment's own header (RFC 9293, 3.1) into `segment`: everything but frame, time,
/// addresses and what IP tells. `tcp`: header and data, as far as captured; `wire_size`: how many
/// octets they had. False where they do not reach through the flags, or the header's length
/// cannot be.
inline bool readTcpHeader(std::span<const std::uint8_t> tcp, std::uint32_t wire_size,
                          Segment* segment) {
    constexpr std::uint32_t kHeaderSize = 20;
    constexpr std::size_t kThroughFlags = 14;
    constexpr std::size_t kThroughWindow = 16;
    if (tcp.size() < kThroughFlags) return false;
    const std::uint8_t* header = tcp.data();
    const std::uint32_t header_size = (header[12] >> 4) * 4u;
    if (header_size < kHeaderSize || header_size > wire_size) return false;

    const auto read16 = [header](std::size_t at) {
        return static_cast<std::uint16_t>(header[at] << 8 | header[at + 1]);
    };
    const auto read32 = [read16](std::size_t at) {
        return std::uint32_t{read16(at)} << 16 | read16(at + 2);
    };
    segment->source_port = read16(0);
    segment->destination_port = read16(2);
    segment->seq = SequenceNumber(read32(4));
    segment->ack = SequenceNumber(read32(8));
    segment->flags = header[13];
    if (tcp.size() >= kThroughWindow) segment->window = read16(14);
    segment->length = wire_size - header_size;
    segment->has_options = header_size > kHeaderSize;
    if (segment->has(kRst)) [[unlikely]] {
        readReset(tcp, header_size, segment);
    } else if (segment->has(kSyn)) [[unlikely]] {
        readSyn(tcp, header_size, segment);
    }
    return true;
}

}  // namespace finrst
