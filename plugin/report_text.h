// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"

#include <string>

namespace finrst {

// The tables of `tshark -z finrst,...`, at most 80 columns wide, but for addresses that are longer.

/// How many RSTs have which verdict, and how sure.
std::string verdictsTable(const Report& report);
/// One entry for each connection that was reset, with the frames to look at.
std::string flowsTable(const CaptureAnalysis& analysis, const Report& report);
/// One line for each host, and below them the diagnosis in words.
std::string hostsTable(const Report& report);
/// One block for each service.
std::string servicesTable(const Report& report);

}  // namespace finrst
