// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/sent_segments.h"

namespace finrst {

void SentSegments::keep(const Segment& segment, bool waits) {
    std::size_t kept = 0;
    auto last = earlier_.before_begin();
    for (auto next = earlier_.begin(); next != earlier_.end(); last = next++, ++kept) {
        if (!waits || next->seq != segment.seq) continue;
        next->keep(segment);
        waits = false;
    }
    const bool is_repetition = waits && latest.seq == segment.seq;
    if (latest.is_unanswered && !is_repetition) {
        earlier_.insert_after(last, latest);
        ++kept;
    }
    latest.keep(segment);
    latest.is_unanswered = waits && kept < kMost;
}

void SentSegments::dropAcknowledged(SequenceNumber end) {
    for (const SentSegment* oldest = oldestUnanswered();
         oldest != nullptr && !end.precedes(oldest->end()); oldest = oldestUnanswered()) {
        dropOldest();
    }
}

void SentSegments::dropAnswered(std::uint32_t frame) {
    for (const SentSegment* oldest = oldestUnanswered();
         oldest != nullptr && oldest->frame <= frame; oldest = oldestUnanswered()) {
        dropOldest();
    }
}

void SentSegments::dropOldest() {
    if (earlier_.empty()) {
        latest.is_unanswered = false;
    } else {
        earlier_.pop_front();
    }
}

void SentSegments::renumber(const FrameShift& shift) {
    shift(latest.frame);
    for (SentSegment& segment : earlier_) shift(segment.frame);
}

}  // namespace finrst
