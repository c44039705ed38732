// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "incident_model.h"
#include "ladder_pane.h"
#include "page.h"
#include "resets_over_time.h"
#include "table_view.h"
#include "text_view.h"
#include "timeline_plot.h"

#include <QTimer>

#include <memory>
#include <optional>

class QComboBox;
class QLabel;
class QPushButton;

namespace finrst {

/// What the capture is and lacks, its incidents, the selected one in words with a ladder of its
/// first reset, and one host over time: the one that resets most, or another one that the user has
/// chosen.
class OverviewPage : public Page {
    Q_OBJECT

  public:
    explicit OverviewPage(ReportFeed& feed, QWidget* parent = nullptr);

    void refresh() override;
    std::optional<std::size_t> count(const Report& report) const override {
        return report.incidents.size();
    }
    QSize minimumSizeHint() const override;
    QString chapter() const override { return QStringLiteral("docs/incidents.html"); }
    TableView* table() override { return view_; }
    std::vector<Plot*> plots() override { return {timeline_}; }

  signals:
    void incidentWanted(std::uint32_t number);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void makeRoom();
    QWidget* makeIncident();
    void showCurrent();
    void fillMenu(QMenu& menu);
    void fillHosts(const Report* report);
    void showChosenHost();
    void countResets();
    void countMoreResets();
    /// The display filter of the current incident; empty: there is none.
    QString currentFilter();

    QLabel* capture_;
    IncidentModel* model_;
    TableView* view_;
    TextView* incident_;
    LadderPane* ladder_;
    QPushButton* show_flows_;
    QPushButton* filter_;
    QPushButton* copy_;
    QWidget* details_;
    TimelinePlot* timeline_;
    QComboBox* hosts_;
    QWidget* over_time_;
    std::uint64_t generation_ = 0;
    std::shared_ptr<const Report> counted_;  ///< whose resets are counted
    std::optional<ResetsOverTime> counter_;
    QTimer counting_;
};

}  // namespace finrst
