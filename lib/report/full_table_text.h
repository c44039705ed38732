// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/incident.h"
#include "report_index.h"

namespace finrst {

/// What there is to say of a host that ran out of TIME_WAIT buckets, and of the pools that fill its
/// table: adds to the reasons, and replaces the advice.
void tellFullTable(const Incident& incident, const ReportIndex& report, const Settings& settings,
                   IncidentText& text);

}  // namespace finrst
