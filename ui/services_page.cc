// SPDX-License-Identifier: GPL-2.0-or-later
#include "services_page.h"

#include "filters.h"
#include "kept_splitter.h"
#include "report/pool_text.h"
#include "report/verdict_text.h"
#include "text.h"

#include <QMenu>
#include <QVBoxLayout>

namespace finrst {

namespace {

constexpr double kShortest = 1e-6;  // seconds: what is shorter counts as this
constexpr std::uint32_t kMostRequestBins = 40;

QString poolHtml(const ServiceStatistics& service) {
    QString html = QStringLiteral("<p><b>%1</b>")
                       .arg(ServicesPage::tr("Pool: %1").arg(words(token(service.pool))));
    for (const std::string& line : poolEvidence(service.pool, service.pool_figures)) {
        html += QStringLiteral("<br>%1").arg(toHtml(line));
    }
    return html + QStringLiteral("</p>");
}

}  // namespace

ServicesPage::ServicesPage(ReportFeed& feed, QWidget* parent)
    : Page(feed, parent),
      model_(new ServiceModel(this)),
      view_(new TableView(*model_, QStringLiteral("services"))),
      lifetimes_(new HistogramPlot(tr("Lifetime of connections"), HistogramPlot::Axis::kTime,
                                   tr("Lifetime"), {{QString(), Tone::kGood, Qt::Dense4Pattern}})),
      requests_(new HistogramPlot(tr("Requests per connection"), HistogramPlot::Axis::kCount,
                                  tr("Requests per connection"),
                                  {{QString(), Tone::kGood, Qt::Dense4Pattern}})),
      pool_(new TextView(tr("How the client uses its connections"))) {
    view_->setAccessibleName(tr("Services"));
    view_->setPlaceholder(tr("No connection carried data"));
    view_->setDefaultSort(-1, Qt::AscendingOrder);
    auto* plots = new KeptSplitter(Qt::Horizontal, QStringLiteral("services/plots"));
    plots->addWidget(lifetimes_);
    plots->addWidget(requests_);
    auto* parts = new KeptSplitter(Qt::Vertical, QStringLiteral("services/parts"));
    parts->addWidget(view_);
    parts->addWidget(pool_);
    parts->addWidget(plots);
    parts->setStretchFactor(0, 3);
    parts->setStretchFactor(1, 1);
    parts->setStretchFactor(2, 4);
    pool_->setMinimumHeight(pool_->fontMetrics().height() * 3 + 20);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(parts);
    setFocusProxy(view_);
    connect(view_, &TableView::currentRowChanged, this, &ServicesPage::showCurrent);
    connect(view_, &TableView::menuWanted, this, &ServicesPage::fillMenu);
    connect(pool_, &TextView::frameWanted, this, &Page::frameWanted);
    for (Plot* plot : ServicesPage::plots()) {
        connect(plot, &Plot::frameWanted, this, &Page::frameWanted);
    }
}

void ServicesPage::refresh() {
    const std::uint64_t now = feed().source().generation();
    model_->setStyle(feed().cellStyle());
    model_->setReport(feed().report(), now == generation_);
    generation_ = now;
    showCurrent();
}

void ServicesPage::showCurrent() {
    const CaptureAnalysis* analysis = feed().analysis();
    const auto service = model_->at(view_->currentRow());
    if (service == nullptr || analysis == nullptr) {
        const QString note = tr("Select a service");
        lifetimes_->setBins({{}}, note);
        requests_->setBins({{}}, note);
        pool_->showHtml({});
        return;
    }
    const ServiceUse use = useOf(*service, *analysis, feed().selection());
    lifetimes_->setBins({logarithmicBins(use.lifetimes, kShortest)},
                        tr("No connection has ended yet"));
    requests_->setBins({countBins(use.requests, kMostRequestBins)}, tr("No connection"));
    pool_->showHtml(poolHtml(*service));
}

void ServicesPage::fillMenu(QMenu& menu) {
    const auto service = model_->at(view_->currentRow());
    if (service == nullptr) return;
    addFilterMenus(menu, {{tr("This &Service"), serviceFilter(*service)},
                          {tr("Its &Client"), hostFilter(service->client)},
                          {tr("Its S&erver"), hostFilter(service->server)},
                          {tr("&All Affected"), affectedFilter()}});
}

}  // namespace finrst
