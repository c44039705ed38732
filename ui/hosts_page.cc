// SPDX-License-Identifier: GPL-2.0-or-later
#include "hosts_page.h"

#include "filters.h"
#include "host_timeline.h"
#include "kept_splitter.h"
#include "text.h"

#include "report/host_record_text.h"
#include "report/places_text.h"

#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>
#include <string>

namespace finrst {

namespace {

// Of the height, while nobody has moved what is between.
constexpr int kTableShare = 200;
constexpr int kRecordsShare = 100;
constexpr int kPlotShare = 400;

/// Wireshark's own numbers.
std::uint32_t onsetOf(const HostStatistics& host) {
    return static_cast<std::uint32_t>(*host.onset_frame);
}

/// What each place of capture saw, what the record of that host says, and which records are not
/// used.
QString wordsHtml(const Report& report, const HostStatistics* host) {
    QString html;
    for (const std::string& line : placesLines(report)) {
        html += QStringLiteral("<p>%1</p>").arg(toHtml(line));
    }
    for (const HostFinding& finding : report.host_findings) {
        const auto& own = finding.addresses;
        const bool is_its =
            host != nullptr && std::find(own.begin(), own.end(), host->address) != own.end();
        if (!is_its && finding.refusal.empty()) continue;
        for (const std::string& line : describe(finding, report)) {
            html += QStringLiteral("<p>%1</p>").arg(toHtml(line));
        }
    }
    return html;
}

}  // namespace

HostsPage::HostsPage(ReportFeed& feed, QWidget* parent)
    : Page(feed, parent),
      model_(new HostModel(this)),
      view_(new TableView(*model_, QStringLiteral("hosts"))),
      records_(new TextView(tr("What the places saw, and the host says of itself"))),
      plot_(new TimelinePlot(true)) {
    view_->setAccessibleName(tr("Hosts"));
    view_->setPlaceholder(tr("No host closed a connection or sent a reset"));
    view_->setDefaultSort(-1, Qt::AscendingOrder);
    auto* parts = new KeptSplitter(Qt::Vertical, QStringLiteral("hosts/parts"));
    parts->addWidget(view_);
    parts->addWidget(records_);
    parts->addWidget(plot_);
    parts->setStretchFactor(0, 2);
    parts->setStretchFactor(1, 1);
    parts->setStretchFactor(2, 3);
    parts->setSizes({kTableShare, kRecordsShare, kPlotShare});
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(parts);
    setFocusProxy(view_);
    connect(view_, &TableView::currentRowChanged, this, &HostsPage::showCurrent);
    connect(view_, &TableView::menuWanted, this, &HostsPage::fillMenu);
    connect(view_, &TableView::activated, this, [this] {
        const auto host = model_->at(view_->currentRow());
        if (host != nullptr && host->onset_frame) emit frameWanted(onsetOf(*host));
    });
    connect(plot_, &Plot::frameWanted, this, &Page::frameWanted);
    connect(records_, &TextView::frameWanted, this, &Page::frameWanted);
}

void HostsPage::refresh() {
    const std::uint64_t now = feed().source().generation();
    model_->setStyle(feed().cellStyle());
    model_->setReport(feed().report(), now == generation_);
    generation_ = now;
    showCurrent();
}

void HostsPage::showCurrent() {
    const auto host = model_->at(view_->currentRow());
    showHost(feed(), host.get(), *plot_);
    const Report* report = feed().report().get();
    if (report != nullptr) plot_->setTime(report->start, feed().state().time_display);
    const QString words = report != nullptr ? wordsHtml(*report, host.get()) : QString();
    records_->showHtml(words);
    records_->setVisible(!words.isEmpty());
}

void HostsPage::fillMenu(QMenu& menu) {
    const auto host = model_->at(view_->currentRow());
    if (host == nullptr) return;
    QAction* onset = menu.addAction(tr("&Go to Onset"), this,
                                    [this, host] { emit frameWanted(onsetOf(*host)); });
    onset->setShortcut(Qt::Key_Return);
    onset->setEnabled(host->onset_frame.has_value());
    addFilterMenus(menu, {{tr("This &Host"), hostFilter(host->address)},
                          {tr("&All Affected"), affectedFilter()}});
}

}  // namespace finrst
