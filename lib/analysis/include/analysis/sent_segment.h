// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/segment.h"

#include <algorithm>
#include <cstdint>

namespace finrst {

/// What is kept of a segment that a RST may answer later.
struct SentSegment {
    Time time{};
    std::uint32_t frame = 0;  ///< 0: no segment
    SequenceNumber seq;
    SequenceNumber ack;
    std::uint32_t length : 24 = 0;  ///< octets of data; larger ones are cut to the field
    std::uint32_t flags : 8 = 0;
    std::uint16_t window = 0;    ///< the field's value; 0 where it was cut off, too
    std::uint16_t ip_id = 0;     ///< 0 where it is not known, too
    std::uint8_t ttl = 0;        ///< of the segment before where it is not known
    std::uint8_t tos = 0;        ///< likewise
    std::uint8_t copies = 0;     ///< that were captured so far; stays at 255
    bool is_unanswered = false;  ///< see `SentSegments`

    explicit operator bool() const { return frame != 0; }
    bool has(Flag flag) const { return (flags & flag) != 0; }
    std::uint32_t sequenceLength() const {
        return length + (has(kSyn) ? 1 : 0) + (has(kFin) ? 1 : 0);
    }
    SequenceNumber end() const { return seq + sequenceLength(); }

    /// Keeps `segment` in the place of the one before, answered or not as that was. In place: to
    /// copy an object that was just made, the processor waits until all of its pieces are stored.
    void keep(const Segment& segment) {
        constexpr std::uint32_t kMaxLength = (1u << 24) - 1;
        time = segment.time;
        frame = segment.frame;
        seq = segment.seq;
        ack = segment.ack;
        length = std::min(segment.length, kMaxLength) & kMaxLength;
        flags = segment.flags;
        window = segment.window.value_or(0);
        ip_id = segment.ip.id;
        copies = 0;
        if (!segment.ip.known) return;
        ttl = segment.ip.ttl;
        tos = segment.ip.tos;
    }

    /// The same flags, numbers and window: what a copy of a packet has in common with it, its IP ID
    /// aside.
    bool equals(const Segment& segment) const {
        return seq == segment.seq && ack == segment.ack && flags == segment.flags &&
               length == segment.length && window == segment.window.value_or(0);
    }
};

}  // namespace finrst
