// SPDX-License-Identifier: GPL-2.0-or-later
#include "timeline_plot.h"

#include "figure_text.h"
#include "text.h"
#include "theme.h"
#include "time_of_day_ticker.h"

#include <QMenu>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace finrst {

namespace {

constexpr double kBarWidth = 0.9;
constexpr double kSampleSize = 5;
constexpr std::size_t kMostSmoothSeconds = 1000;
constexpr int kRangeAlpha = 45;
constexpr int kTitleSpacing = 10;  // around the legend
constexpr QSize kLeastAxes(50, 30);
constexpr double kLeast = 0.001;    // the share of a row or column that has what it needs
constexpr double kHeadroom = 1.35;  // for the labels of the onset and of the limit

struct State {
    std::uint32_t HostSecond::*count;
    const char* name;
    Tone tone;
    Qt::PenStyle pen;
};
constexpr std::array kStates = {
    State{&HostSecond::fin_wait_1, "FIN-WAIT-1", Tone::kFinWait1State, Qt::DashLine},
    State{&HostSecond::fin_wait_2, "FIN-WAIT-2", Tone::kFinWait2State, Qt::DotLine},
    State{&HostSecond::time_wait, "TIME-WAIT", Tone::kTimeWaitState, Qt::DashDotLine},
    State{&HostSecond::close_wait, "CLOSE-WAIT", Tone::kCloseWaitState, Qt::DashDotDotLine},
};

/// The most columns in which entries of these widths, row by row, are no wider than `room`; at
/// least one.
int columnsIn(int room, const std::vector<int>& widths) {
    for (std::size_t columns = widths.size(); columns > 1; --columns) {
        std::vector<int> widest(columns);
        for (std::size_t i = 0; i < widths.size(); ++i) {
            widest[i % columns] = std::max(widest[i % columns], widths[i]);
        }
        if (std::accumulate(widest.begin(), widest.end(), 0) <= room) {
            return static_cast<int>(columns);
        }
    }
    return 1;
}

}  // namespace

TimelinePlot::TimelinePlot(bool with_states, QWidget* parent)
    : Plot(tr("Resets and TIME_WAIT buckets over time"), parent), with_states_(with_states) {
    resets_ = new QCPBars(xAxis, yAxis);
    resets_->setName(tr("Resets sent per second"));
    resets_->setWidth(kBarWidth);
    buckets_ = addLine(tr("TIME_WAIT buckets held"));
    counted_ = addLine(tr("TIME_WAIT buckets that the host counted"));
    counted_->setLineStyle(QCPGraph::lsLine);
    counted_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, kSampleSize));
    if (with_states) {
        for (const State& state : kStates) states_.push_back(addLine(QLatin1String(state.name)));
    }
    limit_ = new QCPItemRect(this);
    limit_text_ = new QCPItemText(this);
    onset_ = new QCPItemStraightLine(this);
    onset_text_ = new QCPItemText(this);
    for (QCPItemPosition* position :
         {limit_->topLeft, limit_->bottomRight, limit_text_->position}) {
        position->setAxes(xAxis, yAxis2);
        position->setTypeX(QCPItemPosition::ptAxisRectRatio);
    }
    limit_text_->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
    onset_text_->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    onset_text_->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
    for (QCPItemText* text : {limit_text_, onset_text_}) text->setPadding(QMargins(4, 1, 4, 1));
    showTimeOfDay(false);
    yAxis2->grid()->setVisible(false);
    addTitles();
    axisRect()->setMinimumSize(kLeastAxes);
    setMinimumHeight(150);
    applyTheme();
}

/// Above the axes that they are of, as beside them they would be longer than those are high; the
/// legend between them.
void TimelinePlot::addTitles() {
    resets_title_ = new QCPTextElement(this);
    resets_title_->setTextFlags(Qt::AlignLeft | Qt::AlignBottom);
    sockets_title_ = new QCPTextElement(this);
    sockets_title_->setTextFlags(Qt::AlignRight | Qt::AlignBottom);
    auto* above = new QCPLayoutGrid;
    above->addElement(0, 0, resets_title_);
    above->addElement(0, 1, legend);
    above->addElement(0, 2, sockets_title_);
    above->setColumnSpacing(kTitleSpacing / 2);
    above->setColumnStretchFactors({kLeast, 1, kLeast});
    plotLayout()->insertRow(0);
    plotLayout()->addElement(0, 0, above);
    plotLayout()->setRowStretchFactor(0, kLeast);
}

void TimelinePlot::resizeEvent(QResizeEvent* event) {
    fillLegend();
    Plot::resizeEvent(event);
}

/// Into as few rows as fit, between the titles of the axes where an entry fits there.
void TimelinePlot::fitLegend() {
    std::vector<int> widths;
    for (const QCPLayoutElement* entry : legend->elements(false)) {
        if (entry != nullptr)  // else a place without an entry
            widths.push_back(entry->minimumOuterSizeHint().width() + legend->columnSpacing());
    }
    // Also where hidden, an element takes room for its text.
    resets_title_->setText(tr("Resets / s"));
    sockets_title_->setText(seconds_.empty() ? QString()
                            : with_states_   ? tr("Sockets")
                                             : tr("Buckets"));
    const auto width = [](const QCPLayoutElement& title) {
        return title.minimumOuterSizeHint().width();
    };
    const auto room = [this, width] {
        const QMargins margins = legend->margins();
        return this->width() - margins.left() - margins.right() - kTitleSpacing -
               width(*resets_title_) - width(*sockets_title_);
    };
    if (widths.empty() || room() < *std::max_element(widths.begin(), widths.end())) {
        resets_title_->setText({});
        sockets_title_->setText({});
    }
    legend->setWrap(columnsIn(room(), widths));
    legend->setFillOrder(QCPLegend::foColumnsFirst, true);
    // Half of an entry tells nothing, and what is beside the pointer is told there, too.
    const QCPLayoutElement& above = *legend;
    const QCPLayoutElement& below = *axisRect();
    const int needed = above.minimumOuterSizeHint().height() + plotLayout()->rowSpacing() +
                       below.minimumOuterSizeHint().height();
    if (needed > height()) legend->clearItems();
}

QCPGraph* TimelinePlot::addLine(const QString& name) {
    QCPGraph* line = addGraph(xAxis, yAxis2);
    line->setLineStyle(QCPGraph::lsStepLeft);
    line->setName(name);
    return line;
}

void TimelinePlot::setHost(const HostStatistics* host, double end, double onset,
                           std::optional<BucketLimit> limit, CountedBuckets counted,
                           FrameFinder finder) {
    finder_ = std::move(finder);
    counted_buckets_ = std::move(counted);
    end_ = std::max(end, 1.0);
    seconds_ = host != nullptr ? host->seconds : std::vector<HostSecond>();
    address_ = host != nullptr ? host->address : Address();
    known_limit_ = limit;
    showWhetherEmpty();
    fillLines(host != nullptr ? *host : HostStatistics());
    paintLines();
    counted_->setData(counted_buckets_.times, counted_buckets_.counts, true);
    fillLimit();
    fillOnset(host, onset);
    resetZoom();
}

void TimelinePlot::showWhetherEmpty() {
    const bool empty = seconds_.empty() && incidents_.empty();
    setNote(empty ? tr("Nothing to show") : QString());
    axisRect()->setVisible(!empty);
    legend->setVisible(!empty);
    yAxis2->setVisible(!seconds_.empty());
    fillLegend();
}

/// From the left axis to the right one.
void TimelinePlot::fillLegend() {
    legend->clearItems();
    if (resets_->visible()) resets_->addToLegend();
    for (QCPBars* bars : incidents_) bars->addToLegend();
    if (!seconds_.empty()) {
        buckets_->addToLegend();
        if (!counted_buckets_.times.empty()) counted_->addToLegend();
        for (QCPGraph* line : states_) line->addToLegend();
    }
    fitLegend();
}

void TimelinePlot::fillLines(const HostStatistics& host) {
    QVector<double> times, resets, reset_times, buckets;
    std::vector<QVector<double>> states(states_.size());
    const auto add = [&](double time, const HostSecond& second) {
        times << time;
        buckets << second.tw_buckets;
        for (std::size_t i = 0; i < states.size(); ++i) states[i] << second.*kStates[i].count;
    };
    for (const HostSecond& second : host.seconds) {
        add(static_cast<double>(second.second), second);
        if (second.resets == 0) continue;
        reset_times << static_cast<double>(second.second) + 0.5;
        resets << second.resets;
    }
    if (!host.seconds.empty())
        add(std::max(times.last() + 1, std::ceil(end_)), host.seconds.back());
    resets_->setData(reset_times, resets, true);
    buckets_->setData(times, buckets, true);
    for (std::size_t i = 0; i < states.size(); ++i) states_[i]->setData(times, states[i], true);
}

void TimelinePlot::setTime(Time begin, TimeDisplay display) {
    begin_ = begin;
    display_ = display;
    showTimeOfDay(is_time_of_day_);
}

void TimelinePlot::showTimeOfDay(bool shown) {
    is_time_of_day_ = shown;
    xAxis->setTicker(shown ? QSharedPointer<QCPAxisTicker>(new TimeOfDayTicker(begin_, display_))
                           : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
    xAxis->setLabel(shown ? tr("Time of day") : tr("Seconds since the first segment"));
    replot(rpQueuedReplot);
}

void TimelinePlot::addActions(QMenu& menu) {
    QAction* action = menu.addAction(tr("&Time of Day"));
    action->setCheckable(true);
    action->setChecked(is_time_of_day_);
    action->setShortcut(Qt::Key_T);
    connect(action, &QAction::toggled, this, &TimelinePlot::showTimeOfDay);
}

void TimelinePlot::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_T) return showTimeOfDay(!is_time_of_day_);
    Plot::keyPressEvent(event);
}

QString TimelinePlot::distance(double from, double to) const {
    const QString size = durationText(std::abs(to - from));
    return to < from ? QStringLiteral("−") + size : QStringLiteral("+") + size;
}

void TimelinePlot::setIncidents(std::vector<ResetsOfIncident> by_incident) {
    by_incident_ = std::move(by_incident);
    for (QCPBars* bars : incidents_) removePlottable(bars);
    incidents_.clear();
    resets_->setVisible(false);
    for (std::size_t i = 0; i < by_incident_.size(); ++i) {
        if (by_incident_[i].empty()) continue;
        auto* bars = new QCPBars(xAxis, yAxis);
        bars->setName(incidentName(i));
        bars->setWidth(kBarWidth);
        QVector<double> times, counts;
        for (const ResetsOfSecond& second : by_incident_[i]) {
            times << static_cast<double>(second.second) + 0.5;
            counts << second.resets;
        }
        bars->setData(times, counts, true);
        if (!incidents_.empty()) bars->moveAbove(incidents_.back());
        incidents_.push_back(bars);
    }
    showWhetherEmpty();
    paintIncidents();
    resetZoom();
}

QString TimelinePlot::incidentName(std::size_t index) const {
    return index < ResetsOverTime::kToldApart ? tr("Incident %1").arg(index + 1)
                                              : tr("Other incidents");
}

const ResetsOfSecond* TimelinePlot::resetsOf(std::size_t index, std::int64_t second) const {
    const ResetsOfIncident& seconds = by_incident_[index];
    const auto found = std::partition_point(
        seconds.begin(), seconds.end(),
        [second](const ResetsOfSecond& earlier) { return earlier.second < second; });
    return found != seconds.end() && found->second == second ? &*found : nullptr;
}

/// The one whose bar is there, or the highest that is below.
const ResetsOfSecond* TimelinePlot::incidentAt(const QPointF& point) const {
    const auto second = static_cast<std::int64_t>(std::floor(xAxis->pixelToCoord(point.x())));
    const double value = yAxis->pixelToCoord(point.y());
    const ResetsOfSecond* found = nullptr;
    double top = 0;
    for (std::size_t i = 0; i < by_incident_.size(); ++i) {
        const ResetsOfSecond* resets = resetsOf(i, second);
        if (resets == nullptr) continue;
        found = resets;
        top += resets->resets;
        if (value < top) break;
    }
    return found;
}

double TimelinePlot::countedAt(double time) const {
    const QVector<double>& times = counted_buckets_.times;
    const auto after = std::upper_bound(times.begin(), times.end(), time);
    if (after == times.begin()) return -1;
    const auto before = static_cast<decltype(times.size())>(after - times.begin() - 1);
    return counted_buckets_.counts[before];
}

void TimelinePlot::fillLimit() {
    limit_->setVisible(known_limit_.has_value());
    limit_text_->setVisible(known_limit_.has_value());
    if (!known_limit_) return;
    limit_text_->setText(limitText());
    limit_text_->position->setCoords(0, known_limit_->least);
    // The edges at both sides are beyond the plot, and the upper one where nothing is known of it.
    const std::optional<std::uint32_t> most = known_limit_->most;
    limit_->bottomRight->setCoords(2, known_limit_->least);
    limit_->topLeft->setTypeY(most ? QCPItemPosition::ptPlotCoords
                                   : QCPItemPosition::ptAxisRectRatio);
    limit_->topLeft->setCoords(-1, most ? static_cast<double>(*most) : -1);
}

QString TimelinePlot::limitText() const {
    const QString least = countText(known_limit_->least);
    if (!known_limit_->most) return tr("limit ≥ %1").arg(least);
    if (known_limit_->is_told) return tr("limit %1").arg(least);
    if (known_limit_->most == known_limit_->least) return tr("limit ≈ %1").arg(least);
    return tr("limit ≈ %1 to %2").arg(least, countText(*known_limit_->most));
}

void TimelinePlot::fillOnset(const HostStatistics* host, double onset) {
    onset_->setVisible(onset >= 0);
    onset_text_->setVisible(onset >= 0);
    if (onset < 0) return;
    onset_->point1->setCoords(onset, 0);
    onset_->point2->setCoords(onset, 1);
    onset_text_->position->setCoords(onset, 0);
    onset_text_->setText(tr("onset, frame %1").arg(*host->onset_frame));
}

double TimelinePlot::highestStack() const {
    std::map<std::int64_t, double> stacks;
    double highest = 0;
    for (const ResetsOfIncident& seconds : by_incident_) {
        for (const ResetsOfSecond& second : seconds) {
            highest = std::max(highest, stacks[second.second] += second.resets);
        }
    }
    return highest;
}

void TimelinePlot::paintIncidents() {
    auto bars = incidents_.begin();
    for (std::size_t i = 0; i < by_incident_.size(); ++i) {
        if (by_incident_[i].empty()) continue;
        (*bars)->setBrush(seriesBrush(i, palette()));
        (*bars)->setPen(QPen(QColor((*bars)->brush().color().rgb())));
        ++bars;
    }
}

void TimelinePlot::showAll() {
    std::uint32_t resets = 1, sockets = 1;
    for (const HostSecond& second : seconds_) {
        if (by_incident_.empty()) resets = std::max(resets, second.resets);
        sockets = std::max(sockets, second.tw_buckets);
        for (const State& state : kStates) {
            if (with_states_) sockets = std::max(sockets, second.*state.count);
        }
    }
    double most = sockets;
    if (known_limit_)
        most = std::max<double>(most, known_limit_->most.value_or(known_limit_->least));
    for (const double count : counted_buckets_.counts) most = std::max(most, count);
    const std::int64_t last_second = seconds_.empty() ? 0 : seconds_.back().second;
    const double last = std::max(std::ceil(end_), static_cast<double>(last_second) + 1);
    xAxis->setRange(0, last);
    yAxis->setRange(0, std::max<double>(resets, highestStack()) * kHeadroom);
    yAxis2->setRange(0, most * kHeadroom);
}

/// What is wider than a pixel, or smoothed, takes long to draw where there are more seconds than
/// pixels.
void TimelinePlot::paintLines() {
    const bool is_dense = seconds_.size() > kMostSmoothSeconds;
    const auto paint = [is_dense](QCPGraph* line, const QColor& color, double width,
                                  Qt::PenStyle style) {
        line->setPen(QPen(color, is_dense ? 1 : width, style));
        line->setAntialiased(!is_dense);
    };
    paint(buckets_, color(Tone::kBuckets, palette()), 2, Qt::SolidLine);
    paint(counted_, palette().color(QPalette::Text), 1, Qt::SolidLine);
    for (std::size_t i = 0; i < states_.size(); ++i) {
        paint(states_[i], color(kStates[i].tone, palette()), 1.6, kStates[i].pen);
    }
}

void TimelinePlot::paintTheme() {
    const QPalette& colors = palette();
    fillLegend();
    paintIncidents();
    const QColor bad = color(Tone::kResets, colors);
    resets_->setPen(QPen(bad));
    QColor fill = bad;
    fill.setAlpha(isDark(colors) ? 170 : 140);
    resets_->setBrush(fill);
    paintLines();
    limit_->setPen(QPen(color(Tone::kLimit, colors), 1.4, Qt::DashLine));
    QColor range = color(Tone::kLimit, colors);
    range.setAlpha(kRangeAlpha);
    limit_->setBrush(range);
    onset_->setPen(QPen(faint(colors, 0.6), 1, Qt::DotLine));
    for (QCPItemText* text : {limit_text_, onset_text_}) {
        text->setFont(font());
        text->setColor(colors.color(QPalette::Text));
        QColor background = colors.color(QPalette::Base);
        background.setAlpha(200);
        text->setBrush(background);
    }
    for (QCPTextElement* title : {resets_title_, sockets_title_}) {
        title->setFont(font());
        title->setTextColor(colors.color(QPalette::Text));
    }
}

const HostSecond* TimelinePlot::secondAt(const QPointF& point) const {
    if (seconds_.empty() || !axisRect()->rect().contains(point.toPoint())) return nullptr;
    const double time = xAxis->pixelToCoord(point.x());
    const auto after = std::upper_bound(seconds_.begin(), seconds_.end(), time,
                                        [](double at, const HostSecond& second) {
                                            return at < static_cast<double>(second.second);
                                        });
    return after == seconds_.begin() ? nullptr : &*(after - 1);
}

QString TimelinePlot::valuesAt(const QPointF& point) const {
    const HostSecond* second = secondAt(point);
    const bool is_in_plot = axisRect()->rect().contains(point.toPoint());
    if (second == nullptr && (by_incident_.empty() || !is_in_plot)) return {};
    const auto at = static_cast<std::int64_t>(std::floor(xAxis->pixelToCoord(point.x())));
    QString html =
        QStringLiteral("<b>%1</b>")
            .arg(is_time_of_day_
                     ? timeOfDayText(timestamp(begin_ + std::chrono::seconds(at)), display_)
                     : tr("second %1").arg(at));
    const auto line = [&](const QString& name, std::uint32_t count) {
        html += QStringLiteral("<br>%1: %2").arg(name, countText(count));
    };
    if (by_incident_.empty()) line(resets_->name(), second->second == at ? second->resets : 0);
    for (std::size_t i = 0; i < by_incident_.size(); ++i) {
        const ResetsOfSecond* resets = resetsOf(i, at);
        if (resets != nullptr) line(incidentName(i), resets->resets);
    }
    if (second == nullptr) return html;
    line(buckets_->name(), second->tw_buckets);
    const double counted = countedAt(xAxis->pixelToCoord(point.x()));
    if (counted >= 0) line(counted_->name(), static_cast<std::uint32_t>(counted));
    if (known_limit_) html += QStringLiteral("<br>") + limit_text_->text();
    if (!with_states_) return html;
    for (const State& state : kStates) line(QLatin1String(state.name), second->*state.count);
    return html;
}

std::uint32_t TimelinePlot::frameAt(const QPointF& point) const {
    if (!by_incident_.empty()) {
        const ResetsOfSecond* resets = incidentAt(point);
        return resets != nullptr ? resets->first_frame : 0;
    }
    const HostSecond* second = secondAt(point);
    if (second == nullptr || second->resets == 0 || !finder_) return 0;
    if (xAxis->pixelToCoord(point.x()) >= static_cast<double>(second->second) + 1) return 0;
    return finder_(address_, second->second);
}

}  // namespace finrst
