// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace finrst {

/// The report on a stream whose connections are forgotten when they are over (analysis/tracker.h):
/// the sum of reports, each on what retired at a time, in memory that does not grow with the
/// stream. The sum of one report is that report.
///
/// Of twice `kMost` hosts or services, those with the most to tell stay. In a sum of several, the
/// counts of resets, connections and verdicts are exact; figures of hosts and services are
/// estimates:
/// - quantiles of services are off by 1/32 at most (log_histogram.h);
/// - how many connections of a service were open at once, and how many closes were refused a
///   bucket unseen, are as many as one of the reports shows, or more;
/// - seconds of hosts are those of the last hour, or of less where hosts are many (`kSeconds` of
///   all, a minute of each), and buckets are counted to the second.
class ReportSum {
  public:
    static constexpr std::size_t kMost = 2048;
    static constexpr std::size_t kSeconds = 131'072;  ///< in 4 MiB

    ReportSum();
    ReportSum(const ReportSum&) = delete;
    ReportSum& operator=(const ReportSum&) = delete;
    ~ReportSum();

    /// Adds what `covered`, by index of connection, covers, which nothing added before covered.
    /// Returns the flows among that, as `Report::flows`.
    std::vector<std::uint32_t> add(const CaptureAnalysis& analysis,
                                   const std::vector<bool>& covered);
    /// Where a reset that was added is among the incidents of the report to come.
    IncidentPlace placeOf(const CaptureAnalysis& analysis, const Reset& reset) const;
    /// The sum, without flows; of the whole capture as `analysis` has read it by now, and of which
    /// the recorder says that.
    Report take(const CaptureAnalysis& analysis, const Recorder& recorder = {});

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace finrst
