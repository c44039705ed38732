// SPDX-License-Identifier: GPL-2.0-or-later
#include "endpoint.h"

#include <algorithm>

namespace finrst {

SentSegment SentSegment::of(const Segment& segment) {
    constexpr std::uint32_t kMaxLength = (1u << 24) - 1;
    SentSegment sent;
    sent.time = segment.time;
    sent.frame = segment.frame;
    sent.seq = segment.seq;
    sent.ack = segment.ack;
    sent.length = std::min(segment.length, kMaxLength) & kMaxLength;
    sent.flags = segment.flags;
    return sent;
}

}  // namespace finrst
