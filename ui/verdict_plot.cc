// SPDX-License-Identifier: GPL-2.0-or-later
#include "verdict_plot.h"

#include "report/verdict_text.h"
#include "text.h"
#include "theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace finrst {

namespace {

constexpr std::array kOrder = {Certainty::kCertain, Certainty::kProbable, Certainty::kPossible};
constexpr double kBarWidth = 0.6;
constexpr int kRowHeight = 26;    // pixels, beyond which bars do not grow
constexpr int kTotalPadding = 6;  // pixels

std::uint32_t of(const VerdictCount& count, Certainty certainty) {
    return count.by_certainty[static_cast<std::size_t>(certainty)];
}

}  // namespace

VerdictPlot::VerdictPlot(QWidget* parent) : Plot(tr("Resets by verdict"), parent) {
    setInteractions(QCP::Interactions());
    const auto bars_of = [this](Certainty certainty) {
        auto* bars = new QCPBars(yAxis, xAxis);
        bars->setWidth(kBarWidth);
        bars->setName(words(token(certainty)));
        if (!bars_.empty()) bars->moveAbove(bars_.back());
        bars_.push_back(bars);
    };
    std::for_each(kOrder.begin(), kOrder.end(), bars_of);
    xAxis->setVisible(false);
    yAxis->setTickLength(0);
    yAxis->setSubTicks(false);
    yAxis->grid()->setVisible(false);
    yAxis->setTickLabelPadding(8);
    legend->setVisible(true);
    legend->setFillOrder(QCPLegend::foColumnsFirst);
    plotLayout()->insertRow(0);
    plotLayout()->addElement(0, 0, legend);
    plotLayout()->setRowStretchFactor(0, 0.001);
    axisRect()->setMinimumMargins(QMargins(0, 0, 8, 0));
    applyTheme();
}

void VerdictPlot::setReport(const Report* report) {
    rows_.clear();
    if (report != nullptr) {
        for (std::size_t i = kVerdicts; i-- > 0;) {
            const VerdictCount& count = report->verdicts[i];
            if (count.total() > 0) rows_.push_back({static_cast<Verdict>(i), count});
        }
    }
    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        ticker->addTick(static_cast<double>(row), toQString(text(rows_[row].verdict).summary));
    }
    yAxis->setTicker(ticker);
    for (std::size_t i = 0; i < kOrder.size(); ++i) {
        QVector<double> keys, values;
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            keys << static_cast<double>(row);
            values << of(rows_[row].count, kOrder[i]);
        }
        bars_[i]->setData(keys, values, true);
        const bool any = std::any_of(values.begin(), values.end(), [](double v) { return v > 0; });
        if (any != legend->hasItemWithPlottable(bars_[i])) {
            if (any) {
                bars_[i]->addToLegend();
            } else {
                bars_[i]->removeFromLegend();
            }
        }
    }
    addTotals();
    legend->setVisible(!rows_.empty());
    axisRect()->setVisible(!rows_.empty());
    setMinimumHeight(rows_.empty() ? 60 : 44 + kRowHeight * static_cast<int>(rows_.size()));
    setMaximumHeight(minimumHeight() + kRowHeight);
    setNote(rows_.empty() ? tr("No resets") : QString());
    resetZoom();
    applyTheme();
}

void VerdictPlot::addTotals() {
    for (QCPItemText* total : totals_) removeItem(total);
    totals_.clear();
    int widest = 0;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        auto* total = new QCPItemText(this);
        total->setText(countText(rows_[row].count.total()));
        total->setPositionAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        total->setPadding(QMargins(kTotalPadding, 0, 0, 0));
        total->setClipToAxisRect(false);
        total->position->setCoords(rows_[row].count.total(), static_cast<double>(row));
        totals_.push_back(total);
        widest = std::max(widest, fontMetrics().horizontalAdvance(total->text()));
    }
    axisRect()->setMinimumMargins(QMargins(0, 0, widest + 2 * kTotalPadding, 0));
}

void VerdictPlot::showAll() {
    std::uint32_t most = 1;
    for (const Row& row : rows_) most = std::max(most, row.count.total());
    xAxis->setRange(0, most * 1.01);  // with the right edge of the longest bar
    yAxis->setRange(-0.6, static_cast<double>(std::max<std::size_t>(rows_.size(), 1)) - 0.4);
}

/// Certain: filled; probable: hatched; possible: outlined.
void VerdictPlot::paintTheme() {
    if (bars_.size() < kOrder.size()) return;
    const QColor tone = color(Tone::kGood, palette());
    constexpr std::array kPatterns = {Qt::SolidPattern, Qt::BDiagPattern, Qt::NoBrush};
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        bars_[i]->setPen(QPen(tone, 1));
        bars_[i]->setBrush(QBrush(tone, kPatterns[i]));
    }
    for (QCPItemText* total : totals_) {
        total->setColor(palette().color(QPalette::Text));
        total->setFont(font());
    }
    yAxis->setTickLength(0);
    yAxis->setBasePen(QPen(faint(palette(), 0.3)));
}

const VerdictPlot::Row* VerdictPlot::rowAt(const QPointF& point) const {
    if (rows_.empty() || point.y() < axisRect()->top() || point.y() > axisRect()->bottom()) {
        return nullptr;
    }
    const double row = std::round(yAxis->pixelToCoord(point.y()));
    if (row < 0 || row >= static_cast<double>(rows_.size())) return nullptr;
    return &rows_[static_cast<std::size_t>(row)];
}

QString VerdictPlot::valuesAt(const QPointF& point) const {
    const Row* row = rowAt(point);
    if (row == nullptr) return {};
    QString html = QStringLiteral("<b>%1</b> <tt>%2</tt>")
                       .arg(toQString(text(row->verdict).summary), toQString(token(row->verdict)));
    for (Certainty certainty : kOrder) {
        const std::uint32_t count = of(row->count, certainty);
        if (count > 0)
            html += QStringLiteral("<br>%1 %2").arg(countText(count), words(token(certainty)));
    }
    return html;
}

void VerdictPlot::activate(const QPointF& point) {
    const Row* row = rowAt(point);
    if (row != nullptr) emit verdictActivated(row->verdict);
}

}  // namespace finrst
