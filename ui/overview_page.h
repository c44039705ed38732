// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "page.h"
#include "text_view.h"
#include "timeline_plot.h"
#include "verdict_plot.h"

class QComboBox;

namespace finrst {

/// The incidents in words, the verdicts, and one host over time: the one that resets most, or
/// another one that the user has chosen.
class OverviewPage : public Page {
    Q_OBJECT

  public:
    explicit OverviewPage(ReportFeed& feed, QWidget* parent = nullptr);

    void refresh() override;
    std::vector<Plot*> plots() override { return {verdicts_, timeline_}; }

  signals:
    void verdictWanted(finrst::Verdict verdict);

  private:
    void fillHosts(const Report* report);
    void showChosenHost();

    TextView* diagnosis_;
    VerdictPlot* verdicts_;
    TimelinePlot* timeline_;
    QComboBox* hosts_;
    QWidget* plots_;
};

}  // namespace finrst
