// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/unanswered.h"

namespace finrst {

void Unanswered::add(const Segment& segment) {
    if (!oldest_ || oldest_.seq == segment.seq) {
        oldest_.keep(segment);
        return;
    }
    std::size_t kept = 1;
    auto last = later_.before_begin();
    for (auto next = later_.begin(); next != later_.end(); last = next++, ++kept) {
        if (next->seq != segment.seq) continue;
        next->keep(segment);
        return;
    }
    if (kept < kMost) later_.emplace_after(last)->keep(segment);
}

void Unanswered::acknowledge(SequenceNumber end) {
    while (oldest_ && !end.precedes(oldest_.end())) dropOldest();
}

void Unanswered::answer(std::uint32_t frame) {
    while (oldest_ && oldest_.frame <= frame) dropOldest();
}

void Unanswered::dropOldest() {
    if (later_.empty()) {
        oldest_ = {};
    } else {
        oldest_ = later_.front();
        later_.pop_front();
    }
}

void Unanswered::renumber(const FrameShift& shift) {
    shift(oldest_.frame);
    for (SentSegment& segment : later_) shift(segment.frame);
}

}  // namespace finrst
