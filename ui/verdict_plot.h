// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "plot.h"

#include "report/report.h"

#include <vector>

namespace finrst {

/// How many RSTs have which verdict: a bar each, parted by certainty.
class VerdictPlot : public Plot {
    Q_OBJECT

  public:
    explicit VerdictPlot(QWidget* parent = nullptr);

    /// Null: nothing to show.
    void setReport(const Report* report);

  signals:
    void verdictActivated(finrst::Verdict verdict);

  protected:
    void paintTheme() override;
    void showAll() override;
    QString valuesAt(const QPointF& point) const override;
    void activate(const QPointF& point) override;

  private:
    struct Row {
        Verdict verdict;
        VerdictCount count;
    };

    const Row* rowAt(const QPointF& point) const;
    void addTotals();

    std::vector<Row> rows_;       ///< from the bottom to the top
    std::vector<QCPBars*> bars_;  ///< certain, probable, possible
    std::vector<QCPItemText*> totals_;
};

}  // namespace finrst
