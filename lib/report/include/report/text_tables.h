// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"
#include "report/sink.h"

namespace finrst {

// The tables for terminals, at most 80 columns wide, but for addresses that are longer.

/// What the capture lacks, which verdicts that weakens, and the command that records it.
void writeQualityTable(const Report& report, const Sink& sink);
/// How many RSTs have which verdict, and how sure.
void writeVerdictsTable(const Report& report, const Sink& sink);
/// One entry for each connection that was reset, with the frames to look at.
void writeFlowsTable(const CaptureAnalysis& analysis, const Report& report, const Sink& sink);
/// One line for each host, and below them the diagnosis in words.
void writeHostsTable(const Report& report, const Sink& sink);
/// One block for each service.
void writeServicesTable(const Report& report, const Sink& sink);

}  // namespace finrst
