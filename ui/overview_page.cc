// SPDX-License-Identifier: GPL-2.0-or-later
#include "overview_page.h"

#include "host_timeline.h"
#include "text.h"

#include "analysis/diagnosis.h"

#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

namespace finrst {

namespace {

QString counted(std::uint64_t number, const QString& one, const QString& many) {
    return QStringLiteral("%1 %2").arg(countText(number), number == 1 ? one : many);
}

QString diagnosisHtml(const Report& report) {
    QString html =
        QStringLiteral("<p style='font-size:large'><b>%1</b></p>").arg(toHtml(headline(report)));
    html += QStringLiteral("<p>%1</p>")
                .arg(OverviewPage::tr("%1, %2, %3 in %4")
                         .arg(counted(report.segments, OverviewPage::tr("TCP segment"),
                                      OverviewPage::tr("TCP segments")),
                              counted(report.connections, OverviewPage::tr("connection"),
                                      OverviewPage::tr("connections")),
                              counted(report.resets, OverviewPage::tr("reset"),
                                      OverviewPage::tr("resets")),
                              durationText(report.duration)));
    for (const std::string& sentence : report.diagnosis) {
        html += QStringLiteral("<p>%1</p>").arg(toHtml(sentence));
    }
    return html;
}

QWidget* withTitle(QLabel* title, Plot* plot) {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(title);
    layout->addWidget(plot, 1);
    layout->addStretch(0);
    return box;
}

}  // namespace

OverviewPage::OverviewPage(ReportFeed& feed, QWidget* parent)
    : Page(feed, parent),
      diagnosis_(new TextView(tr("Diagnosis"))),
      verdicts_(new VerdictPlot),
      timeline_(new TimelinePlot(false)),
      timeline_title_(new QLabel) {
    auto* plots = new QSplitter(Qt::Horizontal);
    plots->addWidget(withTitle(new QLabel(tr("Resets by verdict")), verdicts_));
    plots->addWidget(withTitle(timeline_title_, timeline_));
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
    connect(diagnosis_, &TextView::frameWanted, this, &Page::frameWanted);
    connect(timeline_, &Plot::frameWanted, this, &Page::frameWanted);
    connect(verdicts_, &VerdictPlot::verdictActivated, this, &OverviewPage::verdictWanted);
}

void OverviewPage::refresh() {
    const Report* report = feed().report().get();
    diagnosis_->showHtml(report != nullptr ? diagnosisHtml(*report) : QString());
    plots_->setVisible(report != nullptr && report->resets > 0);
    verdicts_->setReport(report);
    const HostStatistics* host = report != nullptr && report->resets > 0 && !report->hosts.empty()
                                     ? &report->hosts.front()
                                     : nullptr;
    timeline_title_->setText(host != nullptr
                                 ? tr("%1 over time").arg(toQString(host->address.toString()))
                                 : tr("Over time"));
    showHost(feed(), host, *timeline_);
}

}  // namespace finrst
