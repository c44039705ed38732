// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/segment.h"

#include <chrono>
#include <cstdint>

namespace finrst {

/// What the frames tell, one after the other, of how they were recorded. What connections tell of
/// it, see capture_quality.h.
class FrameSigns {
  public:
    /// Takes the next segment: a few comparisons.
    void add(const Segment& segment) {
        if (segment.time + kQueueing < latest_) ++steps_back_;
        latest_ = segment.time;
        if (whole_milliseconds_) whole_milliseconds_ = isWholeMillisecond(segment.time);
        if (segment.length > kMostData) ++super_frames_;
        if (!segment.window || (segment.has(kRst) && isTextCut(segment))) ++cut_;
        if ((segment.flags & (kSyn | kAck)) == kSyn) addSyn(segment);
    }

    /// How often a time was before that of the frame before, by more than the processors of a
    /// recording host make of two frames that come at once.
    std::uint64_t stepsBack() const { return steps_back_; }
    /// No time had a fraction of a millisecond.
    bool wholeMilliseconds() const { return whole_milliseconds_; }
    /// Segments with more data than a jumbo frame holds: made of several, or to become several, by
    /// the recording host (GRO, TSO).
    std::uint64_t superFrames() const { return super_frames_; }
    /// Segments of which the snap length cut off the window, or the text in a RST.
    std::uint64_t cut() const { return cut_; }
    /// SYNs without ACK, and those of them that are the one before, the same number and IP ID,
    /// with another address: captured before and behind a NAT.
    std::uint64_t syns() const { return syns_; }
    std::uint64_t translatedSyns() const { return translated_syns_; }

  private:
    static constexpr Duration kQueueing = std::chrono::milliseconds(1);
    static constexpr std::uint32_t kMostData = 9000 - 40;

    static bool isWholeMillisecond(Time time) {
        return time.time_since_epoch() % std::chrono::milliseconds(1) == Duration::zero();
    }
    static bool isTextCut(const Segment& reset) { return reset.length > reset.reset_text.size(); }

    void addSyn(const Segment& syn);
    bool isTranslated(const Segment& syn) const;

    Time latest_ = Time::min();
    Segment latest_syn_;
    std::uint64_t syns_ = 0;
    std::uint64_t translated_syns_ = 0;
    std::uint64_t steps_back_ = 0;
    std::uint64_t super_frames_ = 0;
    std::uint64_t cut_ = 0;
    bool whole_milliseconds_ = true;
};

}  // namespace finrst
