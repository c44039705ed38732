// SPDX-License-Identifier: GPL-2.0-or-later
#include "text_output.h"

#include "report/places_text.h"
#include "report/summary.h"
#include "report/text_reports.h"
#include "report/text_tables.h"

#include <algorithm>
#include <utility>

namespace finrst {

std::vector<std::string> reportTable() {
    std::vector<std::string> names;
    names.reserve(textReports().size());
    for (const TextReport& report : textReports()) names.emplace_back(report.name);
    return names;
}

std::string reportNames() {
    std::string names;
    for (const TextReport& report : textReports()) {
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
    if (wants_flows_) flows_.add(flowEntry(analysis, reset), placeOf(analysis, reset));
}

void TextOutput::write(const Report& report) {
    if (reports_.empty()) {
        writePlaces(report, sink_);
        return writeSummary(report, sink_);
    }
    const auto flows = [&](const Sink& entry) {
        flows_.read([&](std::string_view text, const IncidentPlace&) { entry(text); });
    };
    for (const std::string& name : reports_) {
        findTextReport(name)->write(report, flows, sink_);
    }
}

}  // namespace finrst
