// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"
#include "report/sink.h"

#include <cstddef>

namespace finrst {

inline constexpr std::size_t kMostSummaryLines = 24;

/// The capture on one screen: what it is, what it lacks, and the incidents that did most harm, with
/// what to do. At most `kMostSummaryLines`.
void writeSummary(const Report& report, const Sink& sink);

}  // namespace finrst
