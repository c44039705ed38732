// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report_feed.h"
#include "timeline_plot.h"

namespace finrst {

/// The RST in that frame; null: there is none.
const Reset* resetIn(const CaptureAnalysis& analysis, std::uint32_t frame);

/// Shows a host of the feed's report in the plot; null: nothing.
void showHost(ReportFeed& feed, const HostStatistics* host, TimelinePlot& plot);

}  // namespace finrst
