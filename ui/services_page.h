// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "histogram_plot.h"
#include "page.h"
#include "service_model.h"
#include "table_view.h"
#include "text_view.h"

namespace finrst {

/// The services; lifetime and requests of the selected one's connections, and its pool.
class ServicesPage : public Page {
    Q_OBJECT

  public:
    explicit ServicesPage(ReportFeed& feed, QWidget* parent = nullptr);

    void refresh() override;
    std::optional<std::size_t> count(const Report& report) const override {
        return report.services.size();
    }
    TableView* table() override { return view_; }
    std::vector<Plot*> plots() override { return {lifetimes_, requests_}; }

  private:
    void showCurrent();
    void fillMenu(QMenu& menu);

    ServiceModel* model_;
    TableView* view_;
    HistogramPlot* lifetimes_;
    HistogramPlot* requests_;
    TextView* pool_;
    std::uint64_t generation_ = 0;
};

}  // namespace finrst
