// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/explanation.h"
#include "report/figure.h"
#include "report/report.h"

#include <optional>
#include <span>

namespace finrst {

/// A reset, as its figures take it. What takes long to find out is found out once, when a figure
/// asks for it. Must not outlive the analysis.
class ResetItem {
  public:
    /// `incidents`: of the whole capture, behind `take`; null: they are not known.
    ResetItem(const CaptureAnalysis& analysis, const Reset& reset,
              const Incidents* incidents = nullptr)
        : analysis_(analysis), reset_(reset), incidents_(incidents) {}

    const CaptureAnalysis& analysis() const { return analysis_; }
    const Reset& reset() const { return reset_; }
    Cause cause() const;
    const Explanation& explanation() const;
    /// The number of its incident; empty: not known.
    std::optional<std::uint32_t> incident() const;

  private:
    const CaptureAnalysis& analysis_;
    const Reset& reset_;
    const Incidents* incidents_;
    mutable std::optional<Explanation> explanation_;
};

// The one table of what users see: Wireshark's fields, the JSON document and its schema, text
// tables, columns and CSV of the dialog, and the man page are made of these rows, in this order.

std::span<const Figure<Report>> captureFigures();
std::span<const Figure<ResetItem>> resetFigures();
/// More of resets, where there are captures at several places.
std::span<const Figure<ResetItem>> placesFigures();
/// Both: each is a field of Wireshark.
std::span<const Figure<ResetItem>> fieldFigures();
std::span<const Figure<PlaceFinding>> placeFigures();
std::span<const Figure<Incident>> incidentFigures();
std::span<const Figure<HostStatistics>> hostFigures();
std::span<const Figure<HostSecond>> hostSecondFigures();
std::span<const Figure<ServiceStatistics>> serviceFigures();
std::span<const Figure<QualityFinding>> qualityFigures();
std::span<const Figure<Recording>> recordingFigures();

}  // namespace finrst
