// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/report.h"

#include "report/diagnosis.h"

#include <algorithm>
#include <utility>

namespace finrst {

namespace {

constexpr std::size_t kResetsAtOnce = 512;  // some milliseconds

/// What of `selection` (empty: all) is to be told.
Selection toldOf(const CaptureAnalysis& analysis, Selection selection) {
    const Selection& told = analysis.told();
    if (selection.empty()) return told;
    for (std::size_t i = 0; i < selection.size(); ++i) {
        selection[i] = selection[i] && isSelected(told, i);
    }
    return selection;
}

}  // namespace

Flow flowOf(const CaptureAnalysis& analysis, const Reset& reset) {
    const Connection& connection = analysis.connectionOf(reset);
    const Side client = connection.client();
    const Side server = opposite(client);
    return {analysis.hostOf(connection, client).address,
            analysis.hostOf(connection, server).address, connection.port(client),
            connection.port(server)};
}

void countReset(const CaptureAnalysis& analysis, std::uint32_t index, Report& report) {
    const Reset& reset = analysis.resets()[index];
    if (reset.is_copy) return;
    ++report.resets;
    ++report.verdicts[static_cast<std::size_t>(reset.verdict)]
          .by_certainty[static_cast<std::size_t>(reset.certainty)];
    if (analysis.connectionOf(reset).firstReset() != index) return;
    report.flows.push_back(index);
    ++report.connections_reset;
    report.affected += reset.isAffected();
}

ReportMaker::ReportMaker(const CaptureAnalysis& analysis, Selection selection)
    : analysis_(analysis), resets_(analysis.resets().size()) {
    const auto covered = std::count(selection.begin(), selection.end(), true);
    report_.is_whole =
        selection.empty() || static_cast<std::size_t>(covered) == analysis.connections().size();
    selection_ = toldOf(analysis, std::move(selection));
    report_.segments = analysis.segments();
    report_.left_out = analysis.leftOut();
    report_.start = analysis.firstTime();
    report_.end = analysis.lastTime();
    report_.connections = static_cast<std::uint32_t>(
        selection_.empty() ? analysis.connections().size()
                           : std::count(selection_.begin(), selection_.end(), true));
}

ReportMaker::~ReportMaker() = default;

/// False when all are counted.
bool ReportMaker::countResets() {
    for (std::size_t i = 0; i < kResetsAtOnce && next_reset_ < resets_; ++i, ++next_reset_) {
        const std::uint32_t connection = analysis_.resets()[next_reset_].connection;
        if (!isSelected(selection_, connection)) continue;
        countReset(analysis_, next_reset_, report_);
        incidents_.add(analysis_, next_reset_);
    }
    return next_reset_ < resets_;
}

bool ReportMaker::step() {
    switch (part_) {
        case 0:
            if (countResets()) return true;
            report_.incidents = incidents_.take();
            report_.grouping = std::move(incidents_);
            hosts_.emplace(analysis_, selection_);
            break;
        case 1:
            if (hosts_->step()) return true;
            report_.hosts = hosts_->take();
            hosts_.reset();
            services_.emplace(analysis_, selection_);
            break;
        case 2:
            if (services_->step()) return true;
            report_.services = services_->take();
            services_.reset();
            quality_.emplace(analysis_, selection_);
            break;
        case 3:
            if (quality_->step()) return true;
            report_.quality = quality_->take();
            if (!report_.quality.empty()) report_.recording = recordingOf(analysis_, report_.flows);
            diagnosis_ = std::make_unique<DiagnosisMaker>(report_, analysis_.settings());
            break;
        case 4:
            if (diagnosis_->step()) return true;
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
