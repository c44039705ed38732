// SPDX-License-Identifier: GPL-2.0-or-later
#include "line_output.h"

#include <utility>

namespace finrst {

LineOutput::LineOutput(std::string capture, bool is_stream, const Sink& sink)
    : lines_(std::move(capture), sink), is_stream_(is_stream), sink_(sink) {}

void LineOutput::addFlow(const CaptureAnalysis& analysis, const Reset& reset) {
    if (is_stream_) return lines_.writeFlow(analysis, reset, sink_);
    std::string line;
    lines_.writeFlow(analysis, reset, [&](std::string_view part) { line += part; });
    flows_.add(line, placeOf(analysis, reset));
}

void LineOutput::write(const Report& report) {
    flows_.read([&](std::string_view line, const IncidentPlace& place) {
        sink_(withIncident(line, report.grouping.numberOf(place)));
    });
    lines_.writeReport(report);
}

}  // namespace finrst
