// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"
#include "report/sink.h"

#include <string>

namespace finrst {

// The tables for terminals, at most 80 columns wide, but for addresses that are longer.

/// What the capture lacks, which verdicts that weakens, and the command that records it.
void writeQualityTable(const Report& report, const Sink& sink);
/// Each incident in full.
void writeIncidentsTable(const Report& report, const Sink& sink);
/// How many RSTs have which verdict, and how sure.
void writeVerdictsTable(const Report& report, const Sink& sink);
/// One entry for each connection that was reset, with the frames to look at. The client stands on
/// the left of an arrow that points to where the RST went. `flows`: each as `flowEntry` makes it.
void writeFlowsTable(const Report& report, const Pieces& flows, const Sink& sink);
std::string flowEntry(const CaptureAnalysis& analysis, const Reset& reset);
/// A line on a RST that has come just now: when, from whom to whom, and what is thought of it.
std::string resetLine(const CaptureAnalysis& analysis, const Reset& reset);
/// One line for each host.
void writeHostsTable(const Report& report, const Sink& sink);
/// One block for each service.
void writeServicesTable(const Report& report, const Sink& sink);

}  // namespace finrst
