// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/frame_shift.h"
#include "analysis/sent_segment.h"

#include <cstddef>
#include <forward_list>

namespace finrst {

/// What a RST may answer of what one end sent: its latest segment, and those that take sequence
/// numbers and that the peer has neither acknowledged nor reset, in the order in which they were
/// first sent. At most `kMost` of these; of a longer flight the later ones are not kept, and a RST
/// to one of those answers nothing that is known.
class SentSegments {
  public:
    static constexpr std::size_t kMost = 16;

    SentSegment latest;  ///< no RST; empty: there is none

    /// Takes the next segment. `waits`: it takes sequence numbers, and has had no answer. Such a
    /// repetition takes the place of the segment before it.
    void keep(const Segment& segment, bool waits);
    /// The peer has acknowledged all below `end`.
    void dropAcknowledged(SequenceNumber end);
    /// The peer has answered `frame` and, as answers come in order, all before it.
    void dropAnswered(std::uint32_t frame);

    /// Null where there is none.
    const SentSegment* oldestUnanswered() const {
        if (!earlier_.empty()) return &earlier_.front();
        return latest.is_unanswered ? &latest : nullptr;
    }
    /// The oldest one for which `wanted` holds, or null.
    template <typename Wanted>
    const SentSegment* findUnanswered(Wanted wanted) const {
        for (const SentSegment& segment : earlier_) {
            if (wanted(segment)) return &segment;
        }
        return latest.is_unanswered && wanted(latest) ? &latest : nullptr;
    }

    /// Frames have other numbers now.
    void renumber(const FrameShift& shift);

  private:
    void dropOldest();

    // The unanswered ones before the latest. Seldom any: memory for those that need it.
    std::forward_list<SentSegment> earlier_;
};

}  // namespace finrst
