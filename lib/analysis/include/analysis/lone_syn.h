// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/connection.h"
#include "analysis/frame_shift.h"
#include "analysis/renumbering.h"
#include "analysis/segment.h"

#include <cstdint>

namespace finrst {

/// A connection of which nothing came but one SYN, as in a flood of them: a seventh of a
/// `Connection`, and all that is needed to make one.
class LoneSyn {
  public:
    /// True of a SYN as nearly all are: it opens, without data or a number that means nothing.
    static bool canHold(const Segment& segment) {
        return (segment.flags & (kSyn | kAck | kFin | kRst)) == kSyn && segment.length == 0 &&
               segment.ack.value() == 0 && segment.window;
    }

    /// Requires `canHold(syn)`.
    LoneSyn(const Connection::Identity& identity, const Segment& syn, Side from);

    /// The SYN, as far as a connection needs it.
    Segment segment() const;
    Side from() const { return from_; }
    const Connection::Identity& identity() const { return identity_; }
    Time time() const { return time_; }
    std::uint32_t frame() const { return frame_; }

    /// Hosts have other indexes now.
    void renumber(const Renumbering& hosts);
    /// Frames have other numbers now.
    void renumber(const FrameShift& shift) { shift(frame_); }

  private:
    Time time_;
    Connection::Identity identity_;
    std::uint32_t frame_;
    SequenceNumber seq_;
    std::uint16_t window_;
    std::uint16_t ip_id_;
    std::uint32_t flow_label_ : 20;
    std::uint32_t window_shift_ : 4;
    std::uint32_t flags_ : 8;
    std::uint8_t ttl_;
    std::uint8_t tos_;
    bool ip_known_ : 1;
    Side from_ : 1;
};

}  // namespace finrst
