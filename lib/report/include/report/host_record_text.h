// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "host/host_words.h"
#include "report/report.h"
#include "report/sink.h"

#include <string>
#include <vector>

namespace finrst {

/// What a host record says beside the capture, in sentences: how many RSTs the kernel confirms, and
/// each counter of the host beside what `report`, on the same capture, found. A record that is not
/// used says why.
std::vector<std::string> describe(const HostFinding& finding, const Report& report);

/// The same of all of them.
std::vector<std::string> describe(const std::vector<HostFinding>& findings, const Report& report);

/// `Report::host_records`, as text.
void writeHostRecords(const Report& report, const Sink& sink);

}  // namespace finrst
