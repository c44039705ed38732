// SPDX-License-Identifier: GPL-2.0-or-later
#include "plot.h"

#include "mouse_position.h"
#include "save_file.h"
#include "theme.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace finrst {

namespace {

constexpr double kZoomStep = 0.8;
constexpr double kPanStep = 0.1;
constexpr int kLeastMargin = 4;
const char* const kLabel = "label";  // a property of an axis

/// Of the bars that this one is stacked on.
double valueBelow(const QCPBars& bars, double key) {
    double sum = 0;
    for (const QCPBars* below = bars.barBelow(); below != nullptr; below = below->barBelow()) {
        const auto found = below->data()->findBegin(key, false);
        if (found != below->data()->constEnd() && found->key == key) sum += found->value;
    }
    return sum;
}

/// There are no halves of what is counted.
QSharedPointer<QCPAxisTicker> countTicker() {
    const QSharedPointer<QCPAxisTickerFixed> ticker(new QCPAxisTickerFixed);
    ticker->setTickStep(1);
    ticker->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    return ticker;
}

}  // namespace

Plot::Plot(const QString& name, QWidget* parent) : QCustomPlot(parent), name_(name) {
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    axisRect()->setRangeDrag(Qt::Horizontal);
    axisRect()->setRangeZoom(Qt::Horizontal);
    axisRect()->setMinimumMargins({kLeastMargin, kLeastMargin, kLeastMargin, 0});
    setMinimumSize(160, 90);
    connect(this, &QCustomPlot::mouseMove, this, &Plot::hover);
    connect(this, &QCustomPlot::mousePress, this,
            [this](QMouseEvent* event) { pressed_ = positionOf(event); });
    connect(this, &QCustomPlot::mouseRelease, this, &Plot::click);
}

void Plot::resetZoom() {
    showAll();
    applyScale();
    replot(rpQueuedReplot);
}

void Plot::setLogarithmic(bool logarithmic) {
    logarithmic_ = logarithmic;
    resetZoom();
}

/// From below one on: a single one is to be seen.
void Plot::applyScale() {
    constexpr double kLowest = 0.6;
    for (QCPAxisRect* rect : axisRects()) {
        QCPAxis* axis = rect->axis(QCPAxis::atLeft);
        axis->setScaleType(logarithmic_ ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
        axis->setTicker(logarithmic_ ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog)
                                     : countTicker());
        axis->setRangeLower(logarithmic_ ? kLowest : 0);
        rect->axis(QCPAxis::atRight)->setTicker(countTicker());
    }
    fitTicks();
}

void Plot::setCrosshairs(bool shown) {
    crosshairs_ = shown;
    update();
}

void Plot::setMark() {
    if (const auto point = currentPoint()) mark_ = xAxis->pixelToCoord(point->x());
    update();
}

std::optional<QPointF> Plot::currentPoint() const {
    if (underMouse()) return pointer_;
    return chosenBar();
}

void Plot::drawCrosshairs(QPainter& painter) const {
    const auto line = [&](QCPAxisRect* rect, double x) {
        const QRect area = rect->rect();
        if (x >= area.left() && x <= area.right()) {
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        }
    };
    const auto point = crosshairs_ ? currentPoint() : std::nullopt;
    for (QCPAxisRect* rect : axisRects()) {
        painter.setPen(QPen(faint(palette(), 0.8), 1, Qt::DashDotLine));
        if (mark_) line(rect, xAxis->coordToPixel(*mark_));
        painter.setPen(QPen(faint(palette(), 0.6), 1));
        if (!point || !rect->rect().contains(point->toPoint())) continue;
        line(rect, point->x());
        painter.drawLine(QPointF(rect->rect().left(), point->y()),
                         QPointF(rect->rect().right(), point->y()));
    }
}

/// The values, and how far it is from the mark.
QString Plot::tipAt(const QPointF& point) const {
    QString values = valuesAt(point);
    if (!mark_ || values.isEmpty()) return values;
    const QString far = distance(*mark_, xAxis->pixelToCoord(point.x()));
    return far.isEmpty() ? values : values + tr("<br>from the mark: %1").arg(far);
}

void Plot::setVerticalLabel(QCPAxis* axis, const QString& label) {
    axis->setProperty(kLabel, label);
    axis->setLabel(label);
}

void Plot::setNote(const QString& note) {
    note_ = note;
    update();
}

void Plot::paintEvent(QPaintEvent* event) {
    QCustomPlot::paintEvent(event);
    QPainter painter(this);
    drawCrosshairs(painter);
    if (const auto bar = hasFocus() ? chosenBar() : std::nullopt) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(palette().color(QPalette::Text), 2));
        painter.setBrush(palette().brush(QPalette::Base));
        painter.drawEllipse(*bar, 4, 4);
    }
    if (note_.isEmpty()) return;
    painter.setPen(faint(palette(), 0.6));
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, note_);
}

void Plot::styleAxis(QCPAxis* axis) {
    const QColor text = palette().color(QPalette::Text);
    const QPen line(faint(palette(), 0.4));
    axis->setBasePen(line);
    axis->setTickPen(line);
    axis->setSubTickPen(line);
    axis->setLabelColor(text);
    axis->setTickLabelColor(text);
    axis->setLabelFont(font());
    axis->setTickLabelFont(font());
    axis->grid()->setPen(QPen(faint(palette(), 0.15)));
    axis->grid()->setZeroLinePen(Qt::NoPen);
}

void Plot::applyTheme() {
    setBackground(palette().brush(QPalette::Base));
    for (QCPAxisRect* rect : axisRects()) {
        for (QCPAxis* axis : rect->axes()) styleAxis(axis);
    }
    legend->setFont(font());
    legend->setTextColor(palette().color(QPalette::Text));
    legend->setBrush(Qt::NoBrush);
    legend->setBorderPen(Qt::NoPen);
    paintTheme();
    replot(rpQueuedReplot);
}

void Plot::changeEvent(QEvent* event) {
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) applyTheme();
}

/// Not QCustomPlot's, which draws at once, before the ticks are known: all would be drawn twice.
void Plot::resizeEvent(QResizeEvent*) {
    setViewport(rect());
    updateLayout();
    fitTicks();
    replot(rpQueuedReplot);
}

/// QCustomPlot puts five ticks on an axis of any height, and labels that are longer than it.
void Plot::fitTicks() {
    constexpr int kMostTicks = 5;
    for (QCPAxisRect* rect : axisRects()) {
        const int ticks = rect->height() / (2 * fontMetrics().height());
        for (QCPAxis* axis : rect->axes(QCPAxis::atLeft | QCPAxis::atRight)) {
            axis->ticker()->setTickCount(std::clamp(ticks, 1, kMostTicks));
            const QString label = axis->property(kLabel).toString();
            const bool fits = fontMetrics().horizontalAdvance(label) <= rect->height();
            axis->setLabel(fits ? label : QString());
        }
    }
}

void Plot::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu;
    menu.addAction(tr("&Reset Zoom"), this, &Plot::resetZoom)->setShortcut(Qt::Key_0);
    menu.addAction(tr("Zoom &In"), this, [this] { zoom(kZoomStep); })->setShortcut(Qt::Key_Plus);
    menu.addAction(tr("Zoom &Out"), this, [this] { zoom(1 / kZoomStep); })
        ->setShortcut(Qt::Key_Minus);
    menu.addSeparator();
    const auto check = [&](const QString& title, bool is_on, int key, auto set) {
        QAction* action = menu.addAction(title);
        action->setCheckable(true);
        action->setChecked(is_on);
        action->setShortcut(key);
        connect(action, &QAction::toggled, this, set);
    };
    check(tr("&Logarithmic Scale"), logarithmic_, Qt::Key_L, &Plot::setLogarithmic);
    check(tr("Cross&hairs"), crosshairs_, Qt::Key_Space, &Plot::setCrosshairs);
    menu.addAction(tr("Set &Mark"), this, &Plot::setMark)->setShortcut(Qt::Key_M);
    addActions(menu);
    menu.addSeparator();
    menu.addAction(tr("&Copy Image"), this, &Plot::copyImage)->setShortcut(QKeySequence::Copy);
    menu.addAction(tr("Save as &PNG…"), this, [this] { saveAs(false); });
    menu.addAction(tr("Save as P&DF…"), this, [this] { saveAs(true); });
    menu.exec(event->globalPos());
}

void Plot::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoom(kZoomStep);
        case Qt::Key_Minus:
            return zoom(1 / kZoomStep);
        case Qt::Key_0:
        case Qt::Key_Home:
            return resetZoom();
        case Qt::Key_Left:
        case Qt::Key_Up:
            return event->modifiers() == Qt::ShiftModifier ? pan(-kPanStep) : chooseBar(-1);
        case Qt::Key_Right:
        case Qt::Key_Down:
            return event->modifiers() == Qt::ShiftModifier ? pan(kPanStep) : chooseBar(1);
        case Qt::Key_L:
            return setLogarithmic(!logarithmic_);
        case Qt::Key_Space:
            return setCrosshairs(!crosshairs_);
        case Qt::Key_M:
            return setMark();
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (const auto bar = chosenBar()) activate(*bar);
            return;
        default:
            break;
    }
    if (event->matches(QKeySequence::Copy)) return copyImage();
    QCustomPlot::keyPressEvent(event);
}

void Plot::zoom(double factor) {
    xAxis->scaleRange(factor);
    replot(rpQueuedReplot);
}

void Plot::pan(double share) {
    xAxis->moveRange(xAxis->range().size() * share);
    replot(rpQueuedReplot);
}

void Plot::hover(QMouseEvent* event) {
    pointer_ = positionOf(event);
    if (crosshairs_) update();
    const QString values = tipAt(pointer_);
    if (values.isEmpty()) {
        QToolTip::hideText();
        unsetCursor();
        return;
    }
    setCursor(frameAt(positionOf(event)) != 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    QToolTip::showText(mapToGlobal(positionOf(event)) + QPoint(8, 8), values, this);
}

/// A click, not a drag.
void Plot::click(QMouseEvent* event) {
    const QPoint position = positionOf(event);
    const bool moved = (position - pressed_).manhattanLength() >= QApplication::startDragDistance();
    if (event->button() != Qt::LeftButton || moved) return;
    activate(position);
}

void Plot::activate(const QPointF& point) {
    const std::uint32_t frame = frameAt(point);
    if (frame != 0) emit frameWanted(frame);
}

/// A point within each, from left to right, or from top to bottom.
std::vector<QPointF> Plot::visibleBars() const {
    std::vector<QPointF> points;
    for (const QCPAbstractPlottable* plottable : mPlottables) {
        const auto* bars = qobject_cast<const QCPBars*>(plottable);
        if (bars == nullptr || !bars->visible()) continue;
        for (const QCPBarsData& bar : *bars->data()) {
            const QRectF area = bars->keyAxis()->axisRect()->rect();
            const auto yOf = [&](double value) {
                return std::clamp(bars->valueAxis()->coordToPixel(value), area.top(),
                                  area.bottom());
            };
            const double base = valueBelow(*bars, bar.key);
            const QPointF point(bars->keyAxis()->coordToPixel(bar.key),
                                (yOf(base) + yOf(base + bar.value)) / 2);
            if (bar.value > 0 && area.contains(point)) points.push_back(point);
        }
    }
    if (axisRectCount() == 1) {
        std::stable_sort(points.begin(), points.end(),
                         [](const QPointF& a, const QPointF& b) { return a.x() < b.x(); });
    }
    return points;
}

/// The next one or the one before, with its values beside it.
void Plot::chooseBar(int step) {
    const std::vector<QPointF> bars = visibleBars();
    if (bars.empty()) return;
    bar_ = std::clamp(bar_ + step, 0, static_cast<int>(bars.size()) - 1);
    const QPointF bar = *chosenBar();
    QToolTip::showText(mapToGlobal(bar.toPoint()) + QPoint(8, 8), tipAt(bar), this);
    update();
}

std::optional<QPointF> Plot::chosenBar() const {
    const std::vector<QPointF> bars = visibleBars();
    const auto chosen = static_cast<std::size_t>(bar_);
    if (bar_ < 0 || chosen >= bars.size()) return std::nullopt;
    return bars[chosen];
}

void Plot::copyImage() {
    QApplication::clipboard()->setPixmap(toPixmap(0, 0, devicePixelRatioF()));
}

void Plot::saveAs(bool pdf) {
    const QString path = pdf ? askForFile(this, name_, QStringLiteral("pdf"), tr("PDF document"))
                             : askForFile(this, name_, QStringLiteral("png"), tr("PNG image"));
    if (path.isEmpty()) return;
    const bool saved = pdf ? savePdf(path) : savePng(path, 0, 0, 2);
    if (!saved) tellUnsaved(this, path);
}

}  // namespace finrst
