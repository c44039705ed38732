// SPDX-License-Identifier: GPL-2.0-or-later
#include "histogram_plot.h"

#include "text.h"
#include "time_ticker.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace finrst {

namespace {

constexpr double kHeadroom = 1.25;
constexpr double kTimeBinWidth = 0.1;  // ten bins for each power of ten

}  // namespace

HistogramPlot::HistogramPlot(const QString& name, Axis axis, const QString& label,
                             std::vector<Row> rows, QWidget* parent)
    : Plot(name, parent), axis_(axis), rows_(std::move(rows)), bins_(rows_.size()) {
    for (std::size_t i = 0; i < rows_.size(); ++i) addRow(rows_[i], i);
    rects_.back()->axis(QCPAxis::atBottom)->setLabel(label);
    auto* margins = new QCPMarginGroup(this);
    for (QCPAxisRect* rect : rects_) rect->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
    setMinimumHeight(static_cast<int>(rects_.size()) * 110);
    applyTheme();
}

void HistogramPlot::addRow(const Row& row, std::size_t index) {
    QCPAxisRect* rect = axisRect();
    if (index == 0) {
        if (!row.name.isEmpty()) plotLayout()->insertRow(0);
    } else {
        rect = new QCPAxisRect(this);
        plotLayout()->addElement(2 * static_cast<int>(index) + 1, 0, rect);
        rect->setRangeDrag(Qt::Horizontal);
        rect->setRangeZoom(Qt::Horizontal);
        QCPAxis* axis = rect->axis(QCPAxis::atBottom);
        connect(axis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), xAxis,
                qOverload<const QCPRange&>(&QCPAxis::setRange));
        connect(xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), axis,
                qOverload<const QCPRange&>(&QCPAxis::setRange));
    }
    QCPAxis* keys = rect->axis(QCPAxis::atBottom);
    QCPAxis* values = rect->axis(QCPAxis::atLeft);
    setVerticalLabel(values, tr("Connections"));
    keys->setTickLabels(index + 1 == rows_.size());
    if (axis_ == Axis::kTime) {
        keys->setTicker(QSharedPointer<TimeTicker>::create());
    } else {
        auto ticker = QSharedPointer<QCPAxisTickerFixed>::create();
        ticker->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
        keys->setTicker(ticker);
        keys->setSubTicks(false);
    }
    values->setSubTicks(false);
    auto* bars = new QCPBars(keys, values);
    rects_.push_back(rect);
    bars_.push_back(bars);
    auto* name = new QCPTextElement(this, row.name);
    name->setTextFlags(Qt::AlignLeft | Qt::AlignVCenter);
    name->setVisible(!row.name.isEmpty());
    if (!row.name.isEmpty()) plotLayout()->addElement(2 * static_cast<int>(index), 0, name);
    names_.push_back(name);
}

double HistogramPlot::place(double value) const {
    return axis_ == Axis::kTime ? std::log10(std::max(value, 1e-9)) : value;
}

void HistogramPlot::setBins(std::vector<std::vector<Bin>> bins, const QString& note) {
    bins_ = std::move(bins);
    bool any = false;
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        QVector<double> keys, values;
        std::uint64_t total = 0;
        for (const Bin& bin : bins_[i]) {
            keys << (axis_ == Axis::kTime ? (place(bin.low) + place(bin.high)) / 2
                                          : (bin.low + bin.high - 1) / 2);
            values << bin.count;
            total += bin.count;
        }
        any = any || total > 0;
        const double width = axis_ == Axis::kTime || bins_[i].empty()
                                 ? kTimeBinWidth
                                 : bins_[i][0].high - bins_[i][0].low;
        bars_[i]->setWidth(width * (axis_ == Axis::kTime ? 1 : 0.9));
        bars_[i]->setData(keys, values, true);
        names_[i]->setText(rows_[i].name.isEmpty()
                               ? QString()
                               : QStringLiteral("%1: %2").arg(rows_[i].name, countText(total)));
    }
    setNote(any ? QString() : note);
    for (QCPAxisRect* rect : rects_) rect->setVisible(any);
    for (QCPTextElement* name : names_) name->setVisible(any);
    resetZoom();
}

void HistogramPlot::setMarks(const std::vector<Mark>& marks) {
    for (QCPItemStraightLine* line : lines_) removeItem(line);
    for (QCPItemText* text : mark_texts_) removeItem(text);
    lines_.clear();
    mark_texts_.clear();
    marks_ = marks;
    for (const Mark& mark : marks) {
        for (QCPAxisRect* rect : rects_) {
            auto* line = new QCPItemStraightLine(this);
            line->setClipAxisRect(rect);
            for (QCPItemPosition* position : {line->point1, line->point2}) {
                position->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
                position->setAxisRect(rect);
                position->setCoords(place(mark.value), position == line->point1 ? 0 : 1);
            }
            lines_.push_back(line);
        }
        auto* text = new QCPItemText(this);
        text->setClipAxisRect(rects_.front());
        text->position->setAxes(xAxis, yAxis);
        text->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        text->position->setAxisRect(rects_.front());
        text->position->setCoords(place(mark.value), 0);
        text->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
        text->setPadding(QMargins(4, 3, 4, 3));
        text->setText(mark.text);
        mark_texts_.push_back(text);
    }
    applyTheme();
    resetZoom();
}

void HistogramPlot::showAll() {
    double low = 0, high = 0;
    bool first = true;
    const auto include = [&](double from, double to) {
        low = first ? from : std::min(low, from);
        high = first ? to : std::max(high, to);
        first = false;
    };
    for (std::size_t i = 0; i < bins_.size(); ++i) {
        std::uint32_t most = 1;
        for (const Bin& bin : bins_[i]) most = std::max(most, bin.count);
        rects_[i]->axis(QCPAxis::atLeft)->setRange(0, most * kHeadroom);
        if (bins_[i].empty()) continue;
        include(place(bins_[i].front().low), place(bins_[i].back().high));
    }
    if (axis_ == Axis::kTime) {
        for (const Mark& mark : marks_) include(place(mark.value), place(mark.value) + 0.3);
        xAxis->setRange(std::floor(low + 1e-9) - 0.05, std::ceil(high - 1e-9) + 0.05);
    } else {
        xAxis->setRange(-0.6, std::max(high, 4.0) - 0.4);
        if (bins_[0].size() > 1 && bins_[0][0].high > 1) xAxis->setRange(-1, high);
    }
    for (QCPAxisRect* rect : rects_) rect->axis(QCPAxis::atBottom)->setRange(xAxis->range());
}

void HistogramPlot::paintTheme() {
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        const QColor tone = color(rows_[i].tone, palette());
        bars_[i]->setPen(QPen(tone, 1));
        bars_[i]->setBrush(QBrush(tone, rows_[i].brush));
        names_[i]->setTextColor(palette().color(QPalette::Text));
        names_[i]->setFont(font());
    }
    for (QCPItemStraightLine* line : lines_) {
        line->setPen(QPen(faint(palette(), 0.8), 1, Qt::DashLine));
    }
    for (QCPItemText* text : mark_texts_) {
        text->setColor(palette().color(QPalette::Text));
        text->setFont(font());
        text->setBrush(palette().brush(QPalette::Base));
    }
}

HistogramPlot::Hit HistogramPlot::binAt(const QPointF& point) const {
    for (std::size_t row = 0; row < rects_.size(); ++row) {
        if (!rects_[row]->rect().contains(point.toPoint())) continue;
        const double at = xAxis->pixelToCoord(point.x());
        for (const Bin& bin : bins_[row]) {
            const double low = axis_ == Axis::kTime ? place(bin.low) : bin.low - 0.5;
            const double high = axis_ == Axis::kTime ? place(bin.high) : bin.high - 0.5;
            if (at >= low && at < high) return {row, &bin};
        }
    }
    return {0, nullptr};
}

QString HistogramPlot::valueText(const Bin& bin) const {
    if (axis_ == Axis::kTime) {
        return tr("%1 to %2").arg(durationText(bin.low), durationText(bin.high));
    }
    const double last = bin.high - 1;
    return last > bin.low ? tr("%1 to %2").arg(bin.low).arg(last) : QString::number(bin.low);
}

QString HistogramPlot::valuesAt(const QPointF& point) const {
    const Hit hit = binAt(point);
    if (hit.bin == nullptr) return {};
    const QString name = rows_[hit.row].name;
    return tr("<b>%1</b><br>%2 connections%3")
        .arg(valueText(*hit.bin), countText(hit.bin->count),
             name.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(name));
}

std::uint32_t HistogramPlot::frameAt(const QPointF& point) const {
    const Hit hit = binAt(point);
    return hit.bin != nullptr ? hit.bin->first_frame : 0;
}

}  // namespace finrst
