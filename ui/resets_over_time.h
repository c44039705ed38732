// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace finrst {

/// The resets of one second of the capture.
struct ResetsOfSecond {
    std::int64_t second = 0;
    std::uint32_t resets = 0;
    std::uint32_t first_frame = 0;
};
/// Of one incident, in order of time.
using ResetsOfIncident = std::vector<ResetsOfSecond>;

/// Counts resets by second and incident, in steps between which the event loop may run. Nothing of
/// it outlives the report and its analysis.
class ResetsOverTime {
  public:
    /// The worst incidents, told apart; the others are counted together.
    static constexpr std::size_t kToldApart = 6;

    ResetsOverTime(const CaptureAnalysis& analysis, const Report& report,
                   const Selection& selection)
        : analysis_(analysis), report_(report), selection_(selection) {}

    /// Does the next step; false when there was none left.
    bool step();
    /// By number of the incident, from the first on, the others last.
    std::vector<ResetsOfIncident> take() { return std::move(by_incident_); }

  private:
    void count(const Reset& reset);

    const CaptureAnalysis& analysis_;
    const Report& report_;
    const Selection& selection_;
    std::size_t next_ = 0;
    std::vector<ResetsOfIncident> by_incident_ = std::vector<ResetsOfIncident>(kToldApart + 1);
};

}  // namespace finrst
