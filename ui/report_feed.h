// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis_source.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace finrst {

/// Follows the capture and keeps a report of it up to date. It asks the source a few times a second
/// whether anything has changed, because Wireshark tells plugins of some changes only, and makes
/// the report in steps between which the event loop runs.
class ReportFeed : public QObject {
    Q_OBJECT

  public:
    explicit ReportFeed(AnalysisSource& source, QObject* parent = nullptr);

    AnalysisSource& source() { return source_; }
    const CaptureState& state() const { return state_; }

    /// The latest report; null until the first one is ready, and after the capture was closed.
    const std::shared_ptr<const Report>& report() const { return report_; }
    /// The analysis that the report's indexes belong to; null when it is gone, even before
    /// `reportChanged` has told so.
    const CaptureAnalysis* analysis() const;
    const Selection& selection() const { return selection_; }
    CellStyle cellStyle() const;

    /// Looks at once, not when the timer says so.
    void poll();

  signals:
    void reportChanged();
    void stateChanged();
    /// Wireshark has another profile: settings are kept elsewhere from now on.
    void profileChanged();

  private:
    bool isOutdated() const;
    bool isDue() const;
    void drop();
    void begin();
    void step();
    void finish();

    AnalysisSource& source_;
    CaptureState state_;
    std::string settings_file_;
    QTimer poll_timer_;
    QTimer step_timer_;
    QElapsedTimer since_report_;

    std::shared_ptr<const Report> report_;
    Selection selection_;
    std::uint64_t generation_ = 0;  ///< of the report
    std::uint64_t revision_ = 0;    ///< of the report

    std::optional<ReportMaker> maker_;
    Selection maker_selection_;
    std::uint64_t maker_generation_ = 0;
    std::uint64_t maker_revision_ = 0;
    qint64 cost_ = 0;  ///< of the last report, milliseconds
    QElapsedTimer maker_time_;
};

}  // namespace finrst
