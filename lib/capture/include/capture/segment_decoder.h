// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/segment.h"
#include "capture/captured_packet.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace finrst {

/// Finds the TCP segment in a packet, in whatever tunnel, as Wireshark does with its default
/// preferences: fragments of IP are put together, and the segment is that of the frame in which
/// the last of them comes; of a fragment that was cut when it was captured, the first alone is
/// looked at. Segments that an ICMP error quotes are none.
class SegmentDecoder {
  public:
    SegmentDecoder();
    ~SegmentDecoder();
    SegmentDecoder(const SegmentDecoder&) = delete;
    SegmentDecoder& operator=(const SegmentDecoder&) = delete;

    /// The segment is valid as long as the packet, and until the next call.
    std::optional<Segment> decode(const CapturedPacket& packet) {
        std::optional<Segment> segment(std::in_place);
        if (!decode(packet, &*segment)) segment.reset();
        return segment;
    }
    /// The same, into `segment`, which must be new: to copy what was just made takes longer than to
    /// make it. False where there is none; then `segment` is of no use.
    bool decode(const CapturedPacket& packet, Segment* segment);

    /// The frames of the packet that was decoded last, where it is a fragment: of all pieces, in
    /// the order in which they came, where this was the last one; else of this one alone. Valid
    /// until the next call.
    std::span<const std::uint64_t> fragments() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace finrst
