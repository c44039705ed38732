// SPDX-License-Identifier: GPL-2.0-or-later
#include "text_output.h"

#include "report/summary.h"
#include "report/text_tables.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace finrst {

namespace {

struct NamedReport {
    std::string_view name;
    void (*write)(const Report& report, const Pieces& flows, const Sink& sink);
};

constexpr std::array kReports = {
    NamedReport{"quality", [](const Report& report, const Pieces&,
                              const Sink& sink) { writeQualityTable(report, sink); }},
    NamedReport{"verdicts", [](const Report& report, const Pieces&,
                               const Sink& sink) { writeVerdictsTable(report, sink); }},
    NamedReport{"flows", writeFlowsTable},
    NamedReport{"hosts", [](const Report& report, const Pieces&,
                            const Sink& sink) { writeHostsTable(report, sink); }},
    NamedReport{"services", [](const Report& report, const Pieces&,
                               const Sink& sink) { writeServicesTable(report, sink); }},
};

}  // namespace

std::vector<std::string> reportTable() {
    std::vector<std::string> names;
    names.reserve(kReports.size());
    for (const NamedReport& report : kReports) names.emplace_back(report.name);
    return names;
}

std::string reportNames() {
    std::string names;
    for (const NamedReport& report : kReports) {
        names += (names.empty() ? "" : ", ") + std::string(report.name);
    }
    return names;
}

TextOutput::TextOutput(std::vector<std::string> reports, bool is_live, const Sink& sink)
    : reports_(std::move(reports)),
      is_live_(is_live),
      wants_flows_(std::find(reports_.begin(), reports_.end(), "flows") != reports_.end()),
      sink_(sink) {}

void TextOutput::announce(const CaptureAnalysis& analysis, const Reset& reset) {
    if (is_live_ && !reset.is_copy) sink_(resetLine(analysis, reset));
}

void TextOutput::addFlow(const CaptureAnalysis& analysis, const Reset& reset) {
    if (reports_.empty()) groups_.add(analysis, reset);
    if (wants_flows_) flows_.add(flowEntry(analysis, reset));
}

void TextOutput::write(const Report& report) {
    if (reports_.empty()) return writeSummary(report, groups_, sink_);
    const auto flows = [&](const Sink& entry) { flows_.read(entry); };
    for (const std::string& name : reports_) {
        const auto* named = std::find_if(kReports.begin(), kReports.end(),
                                         [&](const NamedReport& r) { return r.name == name; });
        named->write(report, flows, sink_);
    }
}

}  // namespace finrst
