// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "host_model.h"
#include "page.h"
#include "table_view.h"
#include "text_view.h"
#include "timeline_plot.h"

namespace finrst {

/// The hosts, and the selected one over time.
class HostsPage : public Page {
    Q_OBJECT

  public:
    explicit HostsPage(ReportFeed& feed, QWidget* parent = nullptr);

    void refresh() override;
    std::optional<std::size_t> count(const Report& report) const override {
        return report.hosts.size();
    }
    TableView* table() override { return view_; }
    std::vector<Plot*> plots() override { return {plot_}; }

  private:
    void showCurrent();
    void fillMenu(QMenu& menu);

    HostModel* model_;
    TableView* view_;
    TextView* records_;  ///< what the host says of itself; hidden where no record is given
    TimelinePlot* plot_;
    std::uint64_t generation_ = 0;
};

}  // namespace finrst
