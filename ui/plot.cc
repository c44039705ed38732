// SPDX-License-Identifier: GPL-2.0-or-later
#include "plot.h"

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

QPoint positionOf(const QMouseEvent* event) {
#if QT_VERSION >= QT_VERSION_CHECK(6, 0, 0)
    return event->position().toPoint();
#else
    return event->pos();
#endif
}

}  // namespace

Plot::Plot(const QString& name, QWidget* parent) : QCustomPlot(parent), name_(name) {
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    axisRect()->setRangeDrag(Qt::Horizontal);
    axisRect()->setRangeZoom(Qt::Horizontal);
    setMinimumSize(160, 90);
    connect(this, &QCustomPlot::mouseMove, this, &Plot::hover);
    connect(this, &QCustomPlot::mousePress, this,
            [this](QMouseEvent* event) { pressed_ = positionOf(event); });
    connect(this, &QCustomPlot::mouseRelease, this, &Plot::click);
}

void Plot::resetZoom() {
    showAll();
    replot(rpQueuedReplot);
}

void Plot::setNote(const QString& note) {
    note_ = note;
    update();
}

void Plot::paintEvent(QPaintEvent* event) {
    QCustomPlot::paintEvent(event);
    QPainter painter(this);
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

/// QCustomPlot puts five ticks on an axis of any height.
/// Not QCustomPlot's, which draws at once, before the ticks are known: all would be drawn twice.
void Plot::resizeEvent(QResizeEvent*) {
    constexpr int kMostTicks = 5;
    setViewport(rect());
    updateLayout();
    for (QCPAxisRect* rect : axisRects()) {
        const int ticks = rect->height() / (2 * fontMetrics().height());
        for (QCPAxis* axis : rect->axes(QCPAxis::atLeft | QCPAxis::atRight)) {
            axis->ticker()->setTickCount(std::clamp(ticks, 1, kMostTicks));
        }
    }
    replot(rpQueuedReplot);
}

void Plot::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu;
    menu.addAction(tr("&Reset Zoom"), this, &Plot::resetZoom)->setShortcut(Qt::Key_0);
    menu.addAction(tr("Zoom &In"), this, [this] { zoom(kZoomStep); })->setShortcut(Qt::Key_Plus);
    menu.addAction(tr("Zoom &Out"), this, [this] { zoom(1 / kZoomStep); })
        ->setShortcut(Qt::Key_Minus);
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
    const QString values = valuesAt(positionOf(event));
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
        if (bars == nullptr) continue;
        for (const QCPBarsData& bar : *bars->data()) {
            const QPointF point = bars->coordsToPixels(bar.key, bar.value / 2);
            const bool visible = bars->keyAxis()->axisRect()->rect().contains(point.toPoint());
            if (bar.value > 0 && visible) points.push_back(point);
        }
    }
    return points;
}

/// The next one or the one before, with its values beside it.
void Plot::chooseBar(int step) {
    const std::vector<QPointF> bars = visibleBars();
    if (bars.empty()) return;
    bar_ = std::clamp(bar_ + step, 0, static_cast<int>(bars.size()) - 1);
    const QPointF bar = *chosenBar();
    QToolTip::showText(mapToGlobal(bar.toPoint()) + QPoint(8, 8), valuesAt(bar), this);
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
