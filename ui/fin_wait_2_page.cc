// SPDX-License-Identifier: GPL-2.0-or-later
#include "fin_wait_2_page.h"

#include "text.h"

#include <QLabel>
#include <QVBoxLayout>

namespace finrst {

namespace {

constexpr double kShortest = 1e-6;     // seconds: what is shorter counts as this
constexpr double kDelayedAck = 40e-3;  // seconds: TCP_DELACK_MIN of Linux

}  // namespace

FinWait2Page::FinWait2Page(ReportFeed& feed, QWidget* parent)
    : Page(feed, parent),
      plot_(new HistogramPlot(
          tr("FIN-WAIT-2 times"), HistogramPlot::Axis::kTime, tr("Time in FIN-WAIT-2"),
          {{tr("Survived: the FIN was ACKed"), Tone::kGood, Qt::Dense4Pattern},
           {tr("Reset: the socket was missing"), Tone::kBad, Qt::BDiagPattern}})) {
    auto* about =
        new QLabel(tr("From the ACK of the own FIN to the peer's FIN, of ends that closed "
                      "first. Resets at times that others survived speak against a "
                      "timeout, and for a full table of TIME_WAIT buckets."));
    about->setWordWrap(true);
    about->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(about);
    layout->addWidget(plot_, 1);
    setFocusProxy(plot_);
    connect(plot_, &Plot::frameWanted, this, &Page::frameWanted);
}

void FinWait2Page::refresh() {
    const CaptureAnalysis* analysis = feed().analysis();
    const QString note = tr("No connection waited in FIN-WAIT-2 for its peer's FIN");
    if (analysis == nullptr) {
        plot_->setBins({{}, {}}, note);
        return;
    }
    const FinWait2Times times = finWait2Times(*analysis, feed().selection());
    plot_->setBins(
        {logarithmicBins(times.survived, kShortest), logarithmicBins(times.reset, kShortest)},
        note);
    const bool any = !times.survived.empty() || !times.reset.empty();
    const Duration timeout = analysis->settings().fin_timeout;
    plot_->setMarks(
        any ? std::vector<HistogramPlot::Mark>{{kDelayedAck, tr("40 ms: delayed ACK")},
                                               {seconds(timeout),
                                                tr("%1 s: FIN timeout").arg(seconds(timeout))}}
            : std::vector<HistogramPlot::Mark>());
}

}  // namespace finrst
