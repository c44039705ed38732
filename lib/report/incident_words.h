// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/incident.h"
#include "report_index.h"

namespace finrst {

/// Puts an incident into words, by what the report tells of hosts and services.
IncidentText textOf(const Incident& incident, const ReportIndex& report, const Settings& settings);

}  // namespace finrst
