// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/time.h"

#include <optional>
#include <vector>

namespace finrst {

/// One packet that two places saw.
struct ClockPoint {
    Time here;
    Duration ahead{};             ///< its time there less that here: the clocks, and its way
    bool went_from_here = false;  ///< it came here first
};

/// The clock of one place by that of another: offset and drift, by packets in both directions.
///
/// A packet from here comes there later than it left, so that the clock there is ahead by no more
/// than `ahead`; for one from there, by no less. Between the two lies the offset, uncertain by half
/// of what is between them: the way there and back. The drift is that which leaves most room.
class Clock {
  public:
    /// Empty where packets of one direction are missing, or where no steady clock has such times.
    static std::optional<Clock> fit(const std::vector<ClockPoint>& points);

    Time there(Time here) const { return here + ahead(here); }
    /// Of the clock there, at a time here.
    Duration ahead(Time here) const;
    Duration uncertainty() const { return uncertainty_; }
    /// Seconds that the clock there gains in a second.
    double drift() const { return drift_; }
    /// The longest that a packet took from here to there, and from there to here, by this clock.
    Duration longestThere() const { return longest_there_; }
    Duration longestHere() const { return longest_here_; }

  private:
    Time origin_;
    Duration offset_{};
    Duration uncertainty_{};
    double drift_ = 0;
    Duration longest_there_{};
    Duration longest_here_{};
};

}  // namespace finrst
