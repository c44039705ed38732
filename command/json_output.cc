// SPDX-License-Identifier: GPL-2.0-or-later
#include "json_output.h"

#include "report/json.h"

#include <string>

namespace finrst {

void JsonOutput::addFlow(const CaptureAnalysis& analysis, const Reset& reset) {
    std::string flow;
    writeFlow(analysis, reset, [&](std::string_view part) { flow += part; });
    flows_.add(flow, placeOf(analysis, reset));
}

void JsonOutput::write(const Report& report) {
    writeJson(
        report,
        [&](const Sink& flow) {
            flows_.read([&](std::string_view text, const IncidentPlace& place) {
                flow(withIncident(text, report.grouping.numberOf(place)));
            });
        },
        sink_);
}

}  // namespace finrst
