// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/frame_shift.h"
#include "analysis/sent_segment.h"

#include <cstddef>
#include <forward_list>

namespace finrst {

/// The segments of one end that take sequence numbers and that the peer has neither acknowledged
/// nor reset, in the order in which they were first sent: what a RST may answer. At most `kMost` of
/// them; of a longer flight the later ones are not kept, and a RST to one of those answers nothing
/// that is known.
class Unanswered {
  public:
    static constexpr std::size_t kMost = 16;

    bool empty() const { return !oldest_; }
    /// Empty where there is none.
    const SentSegment& oldest() const { return oldest_; }

    /// A repetition takes the place of the segment before it.
    void add(const Segment& segment);
    /// The peer has acknowledged all below `end`.
    void acknowledge(SequenceNumber end);
    /// The peer has answered `frame` and, as answers come in order, all before it.
    void answer(std::uint32_t frame);

    /// Frames have other numbers now.
    void renumber(const FrameShift& shift);

    /// The oldest one for which `wanted` holds, or an empty one.
    template <typename Wanted>
    SentSegment find(Wanted wanted) const {
        if (!oldest_ || wanted(oldest_)) return oldest_;
        for (const SentSegment& segment : later_) {
            if (wanted(segment)) return segment;
        }
        return {};
    }

  private:
    void dropOldest();

    SentSegment oldest_;
    std::forward_list<SentSegment> later_;  // seldom any: memory for those that need it
};

}  // namespace finrst
