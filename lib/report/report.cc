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

void ReportMaker::begin() {
    report_.segments = analysis_.segments();
    report_.left_out = analysis_.leftOut();
    report_.duration = analysis_.lastTime() - analysis_.firstTime();
    report_.connections = static_cast<std::uint32_t>(
        selection_.empty() ? analysis_.connections().size()
                           : std::count(selection_.begin(), selection_.end(), true));
    resets_ = static_cast<std::uint32_t>(analysis_.resets().size());
}

/// Counts some thousand resets; false when there was none left.
bool ReportMaker::countResets() {
    constexpr std::uint32_t kAtOnce = 4096;
    const std::uint32_t end = std::min(resets_, next_reset_ + kAtOnce);
    if (next_reset_ == end) return false;
    for (; next_reset_ < end; ++next_reset_) {
        const Reset& reset = analysis_.resets()[next_reset_];
        if (reset.is_copy || !isSelected(selection_, reset.connection)) continue;
        ++report_.resets;
        ++report_.verdicts[static_cast<std::size_t>(reset.verdict)]
              .by_certainty[static_cast<std::size_t>(reset.certainty)];
        if (analysis_.connectionOf(reset).firstReset() != next_reset_) continue;
        report_.flows.push_back(next_reset_);
        report_.affected += reset.isAffected();
    }
    return true;
}

bool ReportMaker::step() {
    switch (part_) {
        case 0:
            begin();
            break;
        case 1:
            if (countResets()) return true;
            hosts_.emplace(analysis_, selection_);
            break;
        case 2:
            if (hosts_->step()) return true;
            report_.hosts = hosts_->take();
            hosts_.reset();
            services_.emplace(analysis_, selection_);
            break;
        case 3:
            if (services_->step()) return true;
            report_.services = services_->take();
            services_.reset();
            break;
        case 4:
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
