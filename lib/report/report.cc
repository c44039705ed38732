// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/report.h"

#include "report/diagnosis.h"

#include <algorithm>

namespace finrst {

Flow flowOf(const CaptureAnalysis& analysis, const Reset& reset) {
    const Connection& connection = analysis.connectionOf(reset);
    const Side client = connection.client();
    const Side server = opposite(client);
    return {analysis.hostOf(connection, client).address,
            analysis.hostOf(connection, server).address, connection.port(client),
            connection.port(server)};
}

void ReportMaker::countResets() {
    report_.segments = analysis_.segments();
    report_.left_out = analysis_.leftOut();
    report_.duration = analysis_.lastTime() - analysis_.firstTime();
    report_.connections = static_cast<std::uint32_t>(
        selection_.empty() ? analysis_.connections().size()
                           : std::count(selection_.begin(), selection_.end(), true));
    for (std::uint32_t i = 0; i < analysis_.resets().size(); ++i) {
        const Reset& reset = analysis_.resets()[i];
        if (reset.is_copy || !isSelected(selection_, reset.connection)) continue;
        ++report_.resets;
        ++report_.verdicts[static_cast<std::size_t>(reset.verdict)]
              .by_certainty[static_cast<std::size_t>(reset.certainty)];
        if (analysis_.connectionOf(reset).firstReset() != i) continue;
        report_.flows.push_back(i);
        report_.affected += reset.isAffected();
    }
}

bool ReportMaker::step() {
    switch (part_) {
        case 0:
            countResets();
            hosts_.emplace(analysis_, selection_);
            break;
        case 1:
            if (hosts_->step()) return true;
            report_.hosts = hosts_->take();
            services_.emplace(analysis_, selection_);
            break;
        case 2:
            if (services_->step()) return true;
            report_.services = services_->take();
            break;
        case 3:
            report_.diagnosis = diagnose(report_, analysis_.settings());
            break;
        default:
            return false;
    }
    ++part_;
    return true;
}

Report makeReport(const CaptureAnalysis& analysis, Selection selection) {
    ReportMaker maker(analysis, std::move(selection));
    while (maker.step()) {
    }
    return maker.take();
}

}  // namespace finrst
