// SPDX-License-Identifier: GPL-2.0-or-later
#include "report_feed.h"

#include "report/host_record_text.h"

#include <algorithm>
#include <utility>

namespace finrst {

namespace {

constexpr int kPollInterval = 200;  // milliseconds

/// How long to wait between two reports of a growing capture: reports are to take little of the
/// time that Wireshark needs for reading.
qint64 pauseAfter(qint64 cost, bool reading) {
    return reading ? std::max<qint64>(1000, 10 * cost) : std::max<qint64>(500, 2 * cost);
}

}  // namespace

ReportFeed::ReportFeed(AnalysisSource& source, QObject* parent)
    : QObject(parent),
      source_(source),
      state_(source.state()),
      settings_file_(source.settingsFile()) {
    step_timer_.setInterval(0);
    step_timer_.setSingleShot(true);
    connect(&step_timer_, &QTimer::timeout, this, &ReportFeed::step);
    connect(&poll_timer_, &QTimer::timeout, this, &ReportFeed::poll);
    poll_timer_.start(kPollInterval);
    poll();
}

const CaptureAnalysis* ReportFeed::analysis() const {
    return report_ && generation_ == source_.generation() ? source_.analysis() : nullptr;
}

CellStyle ReportFeed::cellStyle() const {
    return {state_.time_display,
            [this](const Address& address) { return source_.nameOf(address); }};
}

void ReportFeed::poll() {
    if (std::string file = source_.settingsFile(); file != settings_file_) {
        settings_file_ = std::move(file);
        emit profileChanged();
    }
    CaptureState now = source_.state();
    if (now != state_) {
        state_ = std::move(now);
        emit stateChanged();
    }
    if (report_ && generation_ != source_.generation()) drop();
    if (maker_ && maker_generation_ != source_.generation()) maker_.reset();
    if (!maker_ && source_.analysis() != nullptr && isOutdated() && isDue()) begin();
}

bool ReportFeed::isOutdated() const {
    return !report_ || source_.revision() != revision_;
}

bool ReportFeed::isDue() const {
    return !since_report_.isValid() || since_report_.elapsed() >= pauseAfter(cost_, state_.reading);
}

void ReportFeed::drop() {
    report_.reset();
    selection_.clear();
    since_report_.invalidate();
    emit reportChanged();
}

void ReportFeed::begin() {
    maker_selection_ = source_.selection();
    maker_generation_ = source_.generation();
    maker_revision_ = source_.revision();
    maker_.emplace(*source_.analysis(), maker_selection_);
    maker_time_.start();
    step();
}

void ReportFeed::step() {
    if (!maker_) return;
    if (maker_generation_ != source_.generation()) {
        maker_.reset();
        return;
    }
    if (maker_->step()) {
        step_timer_.start();
    } else {
        finish();
    }
}

void ReportFeed::finish() {
    Report report = maker_->take();
    addHostRecords(source_.hostFindings(), report);
    report.places = source_.placeFindings();
    report_ = std::make_shared<const Report>(std::move(report));
    maker_.reset();
    selection_ = std::move(maker_selection_);
    generation_ = maker_generation_;
    revision_ = maker_revision_;
    cost_ = maker_time_.elapsed();
    since_report_.start();
    emit reportChanged();
}

}  // namespace finrst
