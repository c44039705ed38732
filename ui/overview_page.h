// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "page.h"
#include "text_view.h"
#include "timeline_plot.h"
#include "verdict_plot.h"

class QLabel;

namespace finrst {

/// The diagnosis in words, the verdicts, and the host that resets most over time.
class OverviewPage : public Page {
    Q_OBJECT

  public:
    explicit OverviewPage(ReportFeed& feed, QWidget* parent = nullptr);

    void refresh() override;
    std::vector<Plot*> plots() override { return {verdicts_, timeline_}; }

  signals:
    void verdictWanted(finrst::Verdict verdict);

  private:
    TextView* diagnosis_;
    VerdictPlot* verdicts_;
    TimelinePlot* timeline_;
    QLabel* timeline_title_;
    QWidget* plots_;
};

}  // namespace finrst
