// SPDX-License-Identifier: GPL-2.0-or-later
#include "hosts_page.h"

#include "filters.h"
#include "host_timeline.h"

#include <QMenu>
#include <QSplitter>
#include <QVBoxLayout>

namespace finrst {

namespace {

/// Wireshark's own numbers.
std::uint32_t onsetOf(const HostStatistics& host) {
    return static_cast<std::uint32_t>(*host.onset_frame);
}

}  // namespace

HostsPage::HostsPage(ReportFeed& feed, QWidget* parent)
    : Page(feed, parent),
      model_(new HostModel(this)),
      view_(new TableView(*model_, QStringLiteral("hosts"))),
      plot_(new TimelinePlot(true)) {
    view_->setAccessibleName(tr("Hosts"));
    view_->setPlaceholder(tr("No host closed a connection or sent a reset"));
    view_->setDefaultSort(-1, Qt::AscendingOrder);
    auto* parts = new QSplitter(Qt::Vertical);
    parts->addWidget(view_);
    parts->addWidget(plot_);
    parts->setStretchFactor(0, 2);
    parts->setStretchFactor(1, 3);
    parts->setChildrenCollapsible(false);
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
}

void HostsPage::refresh() {
    const std::uint64_t now = feed().source().generation();
    model_->setReport(feed().report(), now == generation_);
    generation_ = now;
    showCurrent();
}

void HostsPage::showCurrent() {
    showHost(feed(), model_->at(view_->currentRow()).get(), *plot_);
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
