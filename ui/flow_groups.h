// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report_feed.h"
#include "row_groups.h"

#include <optional>

namespace finrst {

/// What the resets of a group have in common.
enum class FlowGroups { kNone, kIncident, kSender, kService, kVerdict };

/// Of resets by their index; to be used only while the feed has an analysis. None: no groups.
std::optional<Grouping> groupingBy(FlowGroups groups, const ReportFeed& feed);

}  // namespace finrst
