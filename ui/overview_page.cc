// SPDX-License-Identifier: GPL-2.0-or-later
#include "overview_page.h"

#include "host_timeline.h"
#include "text.h"

#include "report/diagnosis.h"
#include "report/quality_text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace finrst {

namespace {

constexpr int kMostHosts = 50;
constexpr std::size_t kMostIncidents = 50;

QString counted(std::uint64_t number, const QString& one, const QString& many) {
    return QStringLiteral("%1 %2").arg(countText(number), number == 1 ? one : many);
}

/// What happened, why, and what to do.
QString incidentHtml(const Incident& incident) {
    const IncidentText& text = incident.text;
    QString html = QStringLiteral("<p><b>%1. %2</b><br>%3 %4</p>")
                       .arg(incident.number)
                       .arg(toHtml(text.title), toHtml(text.facts), toHtml(text.harm));
    for (const std::string& reason : text.reason) {
        html += QStringLiteral("<p>%1</p>").arg(toHtml(reason));
    }
    html += QStringLiteral("<ul>");
    for (const std::string& advice : text.advice) {
        html += QStringLiteral("<li>%1</li>").arg(toHtml(advice));
    }
    return html + QStringLiteral("</ul>");
}

QString diagnosisHtml(const Report& report) {
    QString html =
        QStringLiteral("<p style='font-size:large'><b>%1</b></p>").arg(toHtml(headline(report)));
    if (report.segments == 0) return html;
    html += QStringLiteral("<p>%1</p>")
                .arg(OverviewPage::tr("%1, %2, %3 in %4")
                         .arg(counted(report.segments, OverviewPage::tr("TCP segment"),
                                      OverviewPage::tr("TCP segments")),
                              counted(report.connections, OverviewPage::tr("connection"),
                                      OverviewPage::tr("connections")),
                              counted(report.resets, OverviewPage::tr("reset"),
                                      OverviewPage::tr("resets")),
                              durationText(report.duration())));
    html += QStringLiteral("<p>%1</p>").arg(toHtml(qualityLine(report)));
    const std::size_t shown = std::min(report.incidents.size(), kMostIncidents);
    for (std::size_t i = 0; i < shown; ++i) html += incidentHtml(report.incidents[i]);
    if (shown < report.incidents.size()) {
        html += QStringLiteral("<p>%1</p>")
                    .arg(OverviewPage::tr("And %1 more.").arg(report.incidents.size() - shown));
    }
    return html + QStringLiteral("<p>%1</p>").arg(toHtml(leftOutText(report.left_out)));
}

QWidget* withTitle(QWidget* title, Plot* plot) {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(title);
    layout->addWidget(plot, 1);
    layout->addStretch(0);
    return box;
}

QWidget* makeHostChooser(QComboBox* hosts) {
    auto* chooser = new QWidget;
    auto* layout = new QHBoxLayout(chooser);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* title = new QLabel(OverviewPage::tr("Hos&t over time:"));
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
      diagnosis_(new TextView(tr("Diagnosis"))),
      verdicts_(new VerdictPlot),
      timeline_(new TimelinePlot(false)),
      hosts_(new QComboBox) {
    auto* plots = new QSplitter(Qt::Horizontal);
    plots->addWidget(withTitle(new QLabel(tr("Resets by verdict")), verdicts_));
    plots->addWidget(withTitle(makeHostChooser(hosts_), timeline_));
    plots->setStretchFactor(0, 2);
    plots->setStretchFactor(1, 3);
    plots->setSizes({400, 600});
    plots->setChildrenCollapsible(false);
    auto* parts = new QSplitter(Qt::Vertical);
    parts->addWidget(diagnosis_);
    parts->addWidget(plots);
    plots_ = plots;
    parts->setStretchFactor(0, 3);
    parts->setStretchFactor(1, 4);
    parts->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(parts);
    setFocusProxy(diagnosis_);
    connect(diagnosis_, &TextView::frameWanted, this, &Page::frameWanted);
    connect(timeline_, &Plot::frameWanted, this, &Page::frameWanted);
    connect(hosts_, qOverload<int>(&QComboBox::currentIndexChanged), this,
            &OverviewPage::showChosenHost);
    connect(verdicts_, &VerdictPlot::verdictActivated, this, &OverviewPage::verdictWanted);
}

void OverviewPage::refresh() {
    const Report* report = feed().report().get();
    diagnosis_->showHtml(report != nullptr ? diagnosisHtml(*report) : QString());
    plots_->setVisible(report != nullptr && report->resets > 0);
    verdicts_->setReport(report);
    fillHosts(report);
    showChosenHost();
}

/// The hosts that reset most, the others are on the page of hosts. The choice stays with its host.
void OverviewPage::fillHosts(const Report* report) {
    const QSignalBlocker quiet(hosts_);
    const QVariant chosen = hosts_->currentData();
    hosts_->clear();
    if (report == nullptr || report->resets == 0) return;
    for (const HostStatistics& host : report->hosts) {
        if (hosts_->count() == kMostHosts || (hosts_->count() > 0 && host.resets_sent == 0)) break;
        const QString address = toQString(host.address.toString());
        hosts_->addItem(
            tr("%1: %2").arg(address, counted(host.resets_sent, tr("reset"), tr("resets"))),
            address);
    }
    hosts_->setCurrentIndex(std::max(0, hosts_->findData(chosen)));
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
