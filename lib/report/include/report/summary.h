// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"
#include "report/reset_groups.h"
#include "report/sink.h"

#include <cstddef>

namespace finrst {

inline constexpr std::size_t kMostSummaryLines = 24;

/// The capture on one screen: what it is, what it lacks, who reset whose connections and why (the
/// ten groups of most connections, and how many more there are), and how the diagnosis begins. At
/// most `kMostSummaryLines`.
void writeSummary(const Report& report, const ResetGroups& groups, const Sink& sink);

}  // namespace finrst
