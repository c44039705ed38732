// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/incident.h"
#include "report_index.h"

#include <string>

namespace finrst {

/// What happened, to whom.
std::string titleOf(const Incident& incident, const ReportIndex& report);

/// Puts an incident into words, by what the report tells of hosts and services.
IncidentText textOf(const Incident& incident, const ReportIndex& report, const Settings& settings);

}  // namespace finrst
