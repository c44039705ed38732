// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "histogram_plot.h"
#include "page.h"

namespace finrst {

/// How long closes waited for the peer's FIN: those that got it, and those whose socket was gone.
class FinWait2Page : public Page {
    Q_OBJECT

  public:
    explicit FinWait2Page(ReportFeed& feed, QWidget* parent = nullptr);

    void refresh() override;
    /// Without an affected flow there is nothing to compare.
    bool isWanted(const Report& report) const override { return report.affected > 0; }
    std::vector<Plot*> plots() override { return {plot_}; }

  private:
    HistogramPlot* plot_;
};

}  // namespace finrst
