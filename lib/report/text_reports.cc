// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/text_reports.h"

#include "report/text_tables.h"

#include <algorithm>
#include <array>

namespace finrst {

namespace {

/// Of a table that shows no flows.
template <void (*write)(const Report&, const Sink&)>
void withoutFlows(const Report& report, const Pieces&, const Sink& sink) {
    write(report, sink);
}

constexpr std::array kReports = {
    TextReport{"incidents", "What happened: each incident, what shows it, and what to do",
               withoutFlows<writeIncidentsTable>},
    TextReport{"quality",
               "What the capture lacks, which verdicts that weakens, and how to record it",
               withoutFlows<writeQualityTable>},
    TextReport{"verdicts", "How many RSTs have which verdict", withoutFlows<writeVerdictsTable>},
    TextReport{"flows", "Each connection that was reset, with the frames to look at",
               writeFlowsTable},
    TextReport{"hosts", "Resets, closes and TIME_WAIT buckets of each host",
               withoutFlows<writeHostsTable>},
    TextReport{"services", "How each client uses its connections to each service",
               withoutFlows<writeServicesTable>},
};

}  // namespace

std::span<const TextReport> textReports() {
    return kReports;
}

const TextReport* findTextReport(std::string_view name) {
    const auto* found = std::find_if(kReports.begin(), kReports.end(),
                                     [&](const TextReport& report) { return report.name == name; });
    return found == kReports.end() ? nullptr : found;
}

}  // namespace finrst
