// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/connection.h"
#include "analysis/segment.h"

#include <cstdint>

namespace finrst {

/// What a SYN offers.
struct Offer {
    std::uint32_t frame = 0;
    OptionOrder options;
    std::uint16_t mss = 0;
    std::uint8_t window_shift = 0;
    bool is_known = false;  ///< all of it was captured
};

/// Sequence and acknowledgement number in one: few segments have those of another.
inline std::uint64_t bothNumbers(SequenceNumber seq, SequenceNumber ack) {
    return std::uint64_t{seq.value()} << 32 | ack.value();
}

/// One segment as one place saw it: what tells it from others, wherever it is seen.
struct Sighting {
    Time time{};
    std::uint32_t frame = 0;
    SequenceNumber seq;
    SequenceNumber ack;
    std::uint32_t length = 0;  ///< octets of data
    std::uint16_t ip_id = 0;
    std::uint16_t window = 0;
    std::uint8_t flags = 0;
    std::uint8_t ttl = 0;  ///< 0: not known
    std::uint8_t tos = 0;
    Side from = Side::kA;
    bool has_window = false;  ///< it was captured
    bool has_options = false;

    bool has(Flag flag) const { return (flags & flag) != 0; }
    std::uint32_t sequenceLength() const {
        return length + (has(kSyn) ? 1 : 0) + (has(kFin) ? 1 : 0);
    }
    /// What stays the same on every way. PSH does not: a segment may be cut in two.
    std::uint8_t kind() const { return flags & (kSyn | kFin | kRst | kAck); }
    /// Both its numbers were chosen by chance, each by another end.
    bool tellsBothEnds() const { return has(kAck) && !has(kRst); }
    bool isAlike(const Sighting& other) const {
        return seq == other.seq && ack == other.ack && length == other.length &&
               kind() == other.kind();
    }
};

}  // namespace finrst
