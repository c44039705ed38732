// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "host/host_words.h"
#include "report/report.h"
#include "report/sink.h"

#include <string>
#include <vector>

namespace finrst {

/// Why a record is not used, in a sentence that names it. Requires that it is refused.
std::string refusalText(const HostFinding& finding);

/// What a host record says beside the capture, in sentences: how many RSTs the kernel confirms, and
/// each counter of the host beside what `report` found. A record that is not used says why.
std::vector<std::string> describe(const HostFinding& finding, const Report& report);

/// Adds what host records say beside a whole capture to the report on it.
void addHostRecords(const std::vector<HostFinding>& findings, Report& report);

/// `Report::host_records`, as text.
void writeHostRecords(const Report& report, const Sink& sink);

}  // namespace finrst
