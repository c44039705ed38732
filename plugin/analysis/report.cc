// SPDX-License-Identifier: GPL-2.0-or-later
#include "report.h"

#include "diagnosis.h"

#include <algorithm>

namespace finrst {

Flow flowOf(const CaptureAnalysis& analysis, const Reset& reset) {
    const Connection& connection = analysis.connectionOf(reset);
    const Side client = connection.client();
    const Side server = opposite(client);
    return {&reset, analysis.hostOf(connection, client).address,
            analysis.hostOf(connection, server).address, connection.port(client),
            connection.port(server)};
}

Report makeReport(const CaptureAnalysis& analysis, const Selection& selection) {
    Report report;
    report.segments = analysis.segments();
    report.duration = analysis.lastTime() - analysis.firstTime();
    report.connections = static_cast<std::uint32_t>(
        selection.empty() ? analysis.connections().size()
                          : std::count(selection.begin(), selection.end(), true));
    for (std::uint32_t i = 0; i < analysis.resets().size(); ++i) {
        const Reset& reset = analysis.resets()[i];
        if (reset.is_copy || (!selection.empty() && !selection[reset.connection])) continue;
        ++report.resets;
        ++report.verdicts[static_cast<std::size_t>(reset.verdict)]
              .by_certainty[static_cast<std::size_t>(reset.certainty)];
        if (analysis.connectionOf(reset).firstReset() != i) continue;
        report.flows.push_back(i);
        report.affected += reset.isAffected();
    }
    report.hosts = hostStatistics(analysis, selection);
    report.services = serviceStatistics(analysis, selection);
    report.diagnosis = diagnose(report, analysis.settings());
    return report;
}

}  // namespace finrst
