// SPDX-License-Identifier: GPL-2.0-or-later
#include "overview_page.h"

#include "figure_text.h"
#include "filters.h"
#include "host_timeline.h"
#include "kept_splitter.h"
#include "text.h"

#include "report/diagnosis.h"
#include "report/quality_text.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace finrst {

namespace {

constexpr int kMostHosts = 50;
constexpr int kLeastLines = 14;
constexpr int kLinesOfTable = 5;  // with its header
constexpr int kLinesWithPlot = 32;
constexpr int kLinesOfPlotAlone = 15;

// Of the height.
constexpr int kTableShare = 95;
constexpr int kIncidentShare = 315;
constexpr int kPlotsShare = 140;

QString counted(std::uint64_t number, const QString& one, const QString& many) {
    return QStringLiteral("%1 %2").arg(countText(number), number == 1 ? one : many);
}

/// "Clients: 10.0.1.2, 10.0.1.3, …"
template <typename End>
QString endsHtml(const FewOf<End>& ends, Type type, const QString& one, const QString& several,
                 const CellStyle& style) {
    constexpr std::size_t kMostNamed = 8;
    const std::vector<End>& all = ends.values();
    QStringList names;
    for (std::size_t i = 0; i < std::min(all.size(), kMostNamed); ++i) {
        names << cellText(all[i], type, style).toHtmlEscaped();
    }
    if (all.size() > kMostNamed || ends.hasMore()) names << QStringLiteral("…");
    return QStringLiteral("%1: %2").arg(ends.isOne() ? one : several,
                                        names.join(QLatin1String(", ")));
}

/// What happened, to whom, why, and what to do.
QString incidentHtml(const Incident& incident, const CellStyle& style) {
    const IncidentText& text = incident.text;
    const QString clients = endsHtml(incident.clients, Type::kAddress, OverviewPage::tr("Client"),
                                     OverviewPage::tr("Clients"), style);
    const QString services =
        endsHtml(incident.servers, Type::kEndpoint, OverviewPage::tr("Service"),
                 OverviewPage::tr("Services"), style);
    QString html =
        QStringLiteral("<p><b>%1. %2</b><br>%3 %4<br>%5 · %6</p>")
            .arg(incident.number)
            .arg(toHtml(text.title), toHtml(text.facts), toHtml(text.harm), clients, services);
    for (const std::string& reason : text.reason) {
        html += QStringLiteral("<p>%1</p>").arg(toHtml(reason));
    }
    html += QStringLiteral("<ul>");
    for (const std::string& advice : text.advice) {
        html += QStringLiteral("<li>%1</li>").arg(toHtml(advice));
    }
    return html + QStringLiteral("</ul>");
}

/// Who closes first, where that is all there is to tell.
QString closesHtml(const Report& report) {
    if (report.hosts.empty() || report.hosts.front().active_closes == 0) return {};
    const HostStatistics& host = report.hosts.front();
    return QStringLiteral("<p>%1</p>")
        .arg(OverviewPage::tr("%1 closes first most often: %2.")
                 .arg(toQString(host.address.toString()),
                      counted(host.active_closes, OverviewPage::tr("connection"),
                              OverviewPage::tr("connections"))));
}

/// What it is, and what it lacks.
QString captureHtml(const Report& report) {
    QString html =
        QStringLiteral("<b style='font-size:large'>%1</b>").arg(toHtml(headline(report)));
    if (report.segments == 0) return html;
    html += OverviewPage::tr(" · captured in %1").arg(durationText(report.duration()));
    html += QStringLiteral("<p>%1</p>").arg(toHtml(qualityLine(report)));
    if (report.resets == 0) html += closesHtml(report);
    const QString left_out = toHtml(leftOutText(report.left_out));
    return left_out.isEmpty() ? html : html + QStringLiteral("<p>%1</p>").arg(left_out);
}

QWidget* withTitle(QWidget* title, Plot* plot) {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(title);
    layout->addWidget(plot, 1);
    return box;
}

QWidget* makeHostChooser(QComboBox* hosts) {
    auto* chooser = new QWidget;
    auto* layout = new QHBoxLayout(chooser);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* title = new QLabel(OverviewPage::tr("Over time, with the buckets of hos&t:"));
    title->setBuddy(hosts);
    hosts->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    layout->addWidget(title);
    layout->addWidget(hosts);
    layout->addStretch(1);
    return chooser;
}

}  // namespace

OverviewPage::OverviewPage(ReportFeed& feed, QWidget* parent)
    : Page(feed, parent),
      capture_(new QLabel),
      model_(new IncidentModel(this)),
      view_(new TableView(*model_, QStringLiteral("incidents"))),
      incident_(new TextView(tr("Incident"))),
      ladder_(new LadderPane),
      show_flows_(new QPushButton(tr("Show &Its Flows"))),
      filter_(new QPushButton(tr("Filter &Packets"))),
      copy_(new QPushButton(tr("Cop&y Text"))),
      timeline_(new TimelinePlot(false)),
      hosts_(new QComboBox) {
    capture_->setWordWrap(true);
    capture_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    view_->setAccessibleName(tr("Incidents"));
    view_->wrapMainColumn();
    view_->setDefaultSort(-1, Qt::AscendingOrder);
    connect(&counting_, &QTimer::timeout, this, &OverviewPage::countMoreResets);
    details_ = makeIncident();
    over_time_ = withTitle(makeHostChooser(hosts_), timeline_);
    auto* parts = new KeptSplitter(Qt::Vertical, QStringLiteral("incidents/parts"));
    parts->addWidget(view_);
    parts->addWidget(details_);
    parts->addWidget(over_time_);
    parts->setStretchFactor(0, 2);
    parts->setStretchFactor(1, 4);
    parts->setStretchFactor(2, 3);
    parts->setSizes({kTableShare, kIncidentShare, kPlotsShare});
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(capture_);
    layout->addWidget(parts, 1);
    connect(view_, &TableView::currentRowChanged, this, &OverviewPage::showCurrent);
    connect(view_, &TableView::menuWanted, this, &OverviewPage::fillMenu);
    connect(view_, &TableView::activated, show_flows_, &QPushButton::click);
    connect(incident_, &TextView::frameWanted, this, &Page::frameWanted);
    connect(ladder_, &LadderPane::frameWanted, this, &Page::frameWanted);
    connect(timeline_, &Plot::frameWanted, this, &Page::frameWanted);
    connect(hosts_, qOverload<int>(&QComboBox::currentIndexChanged), this,
            &OverviewPage::showChosenHost);
}

QWidget* OverviewPage::makeIncident() {
    auto* parts = new KeptSplitter(Qt::Horizontal, QStringLiteral("incidents/details"));
    parts->addWidget(incident_);
    parts->addWidget(ladder_);
    parts->setStretchFactor(0, 1);
    parts->setStretchFactor(1, 0);
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {show_flows_, filter_, copy_}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    filter_->setToolTip(
        tr("Apply the display filter of this incident; its numbers are those of the whole "
           "capture"));
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(parts, 1);
    layout->addLayout(buttons);
    connect(show_flows_, &QPushButton::clicked, this, [this] {
        const auto incident = model_->at(view_->currentRow());
        if (incident != nullptr) emit incidentWanted(incident->number);
    });
    connect(filter_, &QPushButton::clicked, this,
            [this] { emit filterWanted(currentFilter(), true); });
    connect(copy_, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(incident_->toPlainText()); });
    return box;
}

void OverviewPage::refresh() {
    const std::uint64_t now = feed().source().generation();
    const Report* report = feed().report().get();
    capture_->setText(report != nullptr ? captureHtml(*report) : QString());
    model_->setStyle(feed().cellStyle());
    model_->setReport(feed().report(), now == generation_);
    generation_ = now;
    const bool has_resets = report != nullptr && report->resets > 0;
    fillHosts(report);
    view_->setVisible(has_resets);
    details_->setVisible(has_resets);
    countResets();
    setFocusProxy(has_resets ? static_cast<QWidget*>(view_) : hosts_);
    showChosenHost();
    showCurrent();
}

/// In a small window the words come first; plot and ladder are there when there is room for them.
void OverviewPage::makeRoom() {
    view_->setMinimumHeight(kLinesOfTable * fontMetrics().height());
    const int lines = details_->isHidden() ? kLinesOfPlotAlone : kLinesWithPlot;
    const bool has_hosts = hosts_->count() > 0;
    hosts_->parentWidget()->setVisible(has_hosts);
    over_time_->setVisible((has_hosts || !details_->isHidden()) &&
                           height() >= lines * fontMetrics().height());
    ladder_->makeRoom(width());
}

QSize OverviewPage::minimumSizeHint() const {
    const QSize hint = Page::minimumSizeHint();
    return {hint.width(), std::min(hint.height(), kLeastLines * fontMetrics().height())};
}

void OverviewPage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    makeRoom();
}

QString OverviewPage::currentFilter() {
    const auto incident = model_->at(view_->currentRow());
    const Report* report = feed().report().get();
    const bool has_filter = incident != nullptr && report != nullptr && report->is_whole;
    return has_filter ? toQString(filterOf(incident->number)) : QString();
}

void OverviewPage::showCurrent() {
    const CaptureAnalysis* analysis = feed().analysis();
    const auto incident = model_->at(view_->currentRow());
    incident_->showHtml(incident != nullptr ? incidentHtml(*incident, feed().cellStyle())
                                            : QString());
    filter_->setEnabled(!currentFilter().isEmpty());
    const Reset* example =
        incident != nullptr && analysis != nullptr && !incident->frames.empty()
            ? resetIn(*analysis, static_cast<std::uint32_t>(incident->frames.front()))
            : nullptr;
    if (example != nullptr) {
        ladder_->showReset(*analysis, *example);
    } else {
        ladder_->clear();
    }
    makeRoom();
}

void OverviewPage::fillMenu(QMenu& menu) {
    if (model_->at(view_->currentRow()) == nullptr) return;
    menu.addAction(show_flows_->text(), show_flows_, &QPushButton::click);
    addFilterMenus(
        menu, {{tr("This &Incident"), currentFilter()}, {tr("&All Affected"), affectedFilter()}});
}

/// The hosts that reset most, or close first, the others are on the page of hosts. The choice stays
/// with its host.
void OverviewPage::fillHosts(const Report* report) {
    const QSignalBlocker quiet(hosts_);
    const QVariant chosen = hosts_->currentData();
    hosts_->clear();
    if (report == nullptr) return;
    for (const HostStatistics& host : report->hosts) {
        const bool is_told = report->resets > 0 ? host.resets_sent > 0 : host.active_closes > 0;
        if (hosts_->count() == kMostHosts || (hosts_->count() > 0 && !is_told)) break;
        const QString address = toQString(host.address.toString());
        const QString what = report->resets > 0
                                 ? counted(host.resets_sent, tr("reset"), tr("resets"))
                                 : counted(host.active_closes, tr("close"), tr("closes"));
        hosts_->addItem(tr("%1: %2").arg(address, what), address);
    }
    hosts_->setCurrentIndex(std::max(0, hosts_->findData(chosen)));
}

/// In steps: there may be very many.
void OverviewPage::countResets() {
    counter_.reset();
    counted_ = feed().report();
    const CaptureAnalysis* analysis = feed().analysis();
    if (counted_ == nullptr || analysis == nullptr) return;
    timeline_->setTime(counted_->start, feed().state().time_display);
    counter_.emplace(*analysis, *counted_, feed().selection());
    counting_.start();
}

void OverviewPage::countMoreResets() {
    if (!counter_ || feed().analysis() == nullptr || feed().report() != counted_) {
        counting_.stop();
        counter_.reset();
    } else if (!counter_->step()) {
        counting_.stop();
        timeline_->setIncidents(counter_->take());
        counter_.reset();
    }
}

void OverviewPage::showChosenHost() {
    const int index = hosts_->currentIndex();
    const Report* report = feed().report().get();
    showHost(
        feed(),
        report != nullptr && index >= 0 ? &report->hosts[static_cast<std::size_t>(index)] : nullptr,
        *timeline_);
}

}  // namespace finrst
