// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace finrst {

/// What was left out of the analysis for want of room, and how to have it looked at; empty if
/// nothing was. Part of the diagnosis.
std::string leftOutText(const LeftOut& left_out);

class ReportIndex;

/// Puts the incidents of a report into words, and into its diagnosis: a paragraph on what happened
/// and one on what to do for each. Made in steps, as reports are (report.h), of a report that has
/// all the rest and outlives it.
class DiagnosisMaker {
  public:
    DiagnosisMaker(Report& report, const Settings& settings);
    DiagnosisMaker(const DiagnosisMaker&) = delete;
    DiagnosisMaker& operator=(const DiagnosisMaker&) = delete;
    ~DiagnosisMaker();

    /// Takes some incidents more; false when there was none left.
    bool step();

  private:
    Report& report_;
    const Settings& settings_;
    std::unique_ptr<ReportIndex> index_;
    std::size_t next_ = 0;
    bool is_done_ = false;
};

/// The capture in a few words, without a full stop.
std::string headline(const Report& report);

}  // namespace finrst
