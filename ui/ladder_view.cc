// SPDX-License-Identifier: GPL-2.0-or-later
#include "ladder_view.h"

#include "mouse_position.h"
#include "save_file.h"
#include "text.h"
#include "theme.h"

#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QSvgGenerator>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace finrst {

namespace {

constexpr int kMargin = 8;
constexpr int kArrowHead = 7;
constexpr int kLeastRung = 130;  // pixels between the uprights, at least

QString stateText(TcpState state) {
    return toQString(name(state));
}

void drawArrow(QPainter& painter, const QPointF& from, const QPointF& to) {
    painter.drawLine(from, to);
    const QLineF line(to, from);
    QLineF wing = line;
    wing.setLength(kArrowHead);
    QPolygonF head;
    head << to;
    for (double angle : {22.0, -22.0}) {
        QLineF side = wing;
        side.setAngle(line.angle() + angle);
        head << side.p2();
    }
    painter.setBrush(painter.pen().color());
    painter.drawPolygon(head);
}

void drawCross(QPainter& painter, const QPointF& at) {
    constexpr double kArm = 5;
    painter.drawLine(at + QPointF(-kArm, -kArm), at + QPointF(kArm, kArm));
    painter.drawLine(at + QPointF(-kArm, kArm), at + QPointF(kArm, -kArm));
}

}  // namespace

LadderView::LadderView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setAccessibleName(tr("Ladder diagram of the selected flow"));
}

void LadderView::clear() {
    steps_.clear();
    places_.reset();
    current_ = -1;
    adapt();
}

void LadderView::show(const Flow& flow, std::vector<LadderStep> steps,
                      std::optional<LadderPlaces> places, Time begin) {
    steps_ = std::move(steps);
    places_ = std::move(places);
    begin_ = begin;
    client_ = endpointText(flow.client, flow.client_port);
    server_ = endpointText(flow.server, flow.server_port);
    current_ = -1;
    adapt();
}

void LadderView::adapt() {
    setMinimumHeight(sizeHint().height());
    setMinimumWidth(sizeHint().width());
    setAccessibleDescription(asText());
    update();
}

QSize LadderView::sizeHint() const {
    if (steps_.empty()) return {200, 80};
    const QFontMetrics metrics(font());
    const int states = metrics.horizontalAdvance(QStringLiteral("ESTABLISHED"));
    const int times = metrics.horizontalAdvance(QStringLiteral("+999 ms"));
    return {times + 2 * states + leastRung() + 4 * kMargin,
            top() + rungHeight() * static_cast<int>(steps_.size()) + 2 * kMargin};
}

/// With room for the words above it.
int LadderView::leastRung() const {
    int least = kLeastRung;
    for (const LadderStep& step : steps_) {
        const RungWords words = wordsOf(step);
        least = std::max(least, words.segment_width + words.frame_width + 2 * kMargin);
    }
    return least;
}

LadderView::RungWords LadderView::wordsOf(const LadderStep& step) const {
    QFont bold = font();
    bold.setBold(true);
    RungWords words{toQString(step.segment), tr("frame %1").arg(step.frame), 0, 0};
    words.segment_width = QFontMetrics(bold).horizontalAdvance(words.segment) +
                          fontMetrics().horizontalAdvance(QStringLiteral("  "));
    words.frame_width = fontMetrics().horizontalAdvance(words.frame);
    return words;
}

LadderView::Columns LadderView::columns() const {
    const QFontMetrics metrics(font());
    const int state = metrics.horizontalAdvance(QStringLiteral("ESTABLISHED")) + kMargin * 3 / 2;
    const int time = metrics.horizontalAdvance(QStringLiteral("+99.9 ms")) + kMargin / 2;
    // Not wider than the eye follows.
    const int widest = time + 2 * state + 440;
    const int right = std::min(width(), std::max(widest, sizeHint().width()));
    return {time, time + state, right - state, right};
}

int LadderView::top() const {
    const int lines = places_ ? 2 : 1;
    return lines * fontMetrics().height() + 2 * kMargin;
}

int LadderView::rungHeight() const {
    return fontMetrics().height() * 2 + 6;
}

QRect LadderView::rungRect(std::size_t step) const {
    return {2, top() + rungHeight() * static_cast<int>(step), columns().right - 4, rungHeight()};
}

int LadderView::stepAt(const QPoint& position) const {
    for (std::size_t step = 0; step < steps_.size(); ++step) {
        if (rungRect(step).contains(position)) return static_cast<int>(step);
    }
    return -1;
}

void LadderView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (steps_.empty()) {
        painter.setPen(faint(palette(), 0.6));
        painter.drawText(rect(), Qt::AlignCenter, tr("Select a flow to see its course"));
        return;
    }
    draw(painter);
}

void LadderView::draw(QPainter& painter) const {
    painter.setLayoutDirection(Qt::LeftToRight);  // the client stands on the left everywhere
    const Columns at = columns();
    drawEnds(painter, at);
    if (places_) drawPlaces(painter, at);
    for (std::size_t step = 0; step < steps_.size(); ++step) {
        drawRung(painter, at, step);
        drawStates(painter, at, step);
    }
}

void LadderView::drawEnds(QPainter& painter, const Columns& at) const {
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(palette().color(QPalette::Text));
    const int middle = (at.client + at.server) / 2;
    const QFontMetrics metrics(bold);
    const auto name = [&](const QString& text, int from, int to, Qt::Alignment align) {
        const QRect where(from, kMargin, to - from, metrics.height());
        painter.drawText(where, static_cast<int>(align),
                         metrics.elidedText(text, Qt::ElideMiddle, where.width()));
    };
    name(client_, at.time_right + kMargin, middle - kMargin / 2, Qt::AlignLeft);
    name(server_, middle + kMargin / 2, at.right - kMargin, Qt::AlignRight);
    painter.setFont(font());
    painter.setPen(QPen(faint(palette(), 0.5), 1.5));
    const int bottom = top() + rungHeight() * static_cast<int>(steps_.size()) + kMargin / 2;
    for (int x : {at.client, at.server}) painter.drawLine(x, top() - 2, x, bottom);
}

void LadderView::drawPlaces(QPainter& painter, const Columns& at) const {
    const int bottom = top() + rungHeight() * static_cast<int>(steps_.size()) + kMargin / 2;
    const int name_top = kMargin + fontMetrics().height();
    const auto draw = [&](const std::string& place, int x, int from, int to, int align) {
        const QRect where(from, name_top, to - from, fontMetrics().height());
        painter.setPen(faint(palette(), 0.65));
        painter.drawText(where, align,
                         fontMetrics().elidedText(toQString(place), Qt::ElideMiddle, to - from));
        painter.setPen(QPen(faint(palette(), 0.35), 1, Qt::DashLine));
        painter.drawLine(x, top() - 2, x, bottom);
    };
    const int half = kMargin / 2;
    draw(places_->near_client, at.nearClient(), at.time_right + kMargin, at.between() - half,
         Qt::AlignRight);
    draw(places_->near_server, at.nearServer(), at.between() + half, at.right - kMargin,
         Qt::AlignLeft);
}

void LadderView::drawRung(QPainter& painter, const Columns& at, std::size_t index) const {
    const LadderStep& step = steps_[index];
    const QRect rung = rungRect(index);
    if (static_cast<int>(index) == current_ && hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(rung, 3, 3);
    }
    painter.setPen(faint(palette(), 0.65));
    painter.drawText(QRect(0, rung.top(), at.time_right, fontMetrics().height()),
                     Qt::AlignRight | Qt::AlignVCenter, timeBefore(index));

    const bool is_reset = step.segment == "RST";
    const QColor tone = is_reset ? color(Tone::kBad, palette()) : palette().color(QPalette::Text);
    const double y = rung.top() + fontMetrics().height() + 2;
    const QPointF left(at.client, step.from_client ? y : y + 6);
    const QPointF right(at.server, step.from_client ? y + 6 : y);
    const QPointF middle(at.between(), y + 3);
    const QPointF begin = step.from_client ? left : right;
    const QPointF end = step.from_client ? right : left;
    painter.setPen(QPen(tone, is_reset ? 2 : 1.3));
    drawArrow(painter, step.way == Way::kMadeBetween ? middle : begin,
              step.way == Way::kLost ? middle : end);
    if (step.socket_missing) drawCross(painter, begin);
    if (step.way != Way::kWhole) drawCross(painter, middle);

    drawWords(painter, at, index, tone);
}

void LadderView::drawWords(QPainter& painter, const Columns& at, std::size_t index,
                           const QColor& tone) const {
    const RungWords words = wordsOf(steps_[index]);
    const int x = at.between() - (words.segment_width + words.frame_width) / 2;
    const int baseline = rungRect(index).top() + fontMetrics().ascent();
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(tone);
    painter.drawText(x, baseline, words.segment);
    QFont link = font();
    link.setUnderline(true);
    painter.setFont(link);
    painter.setPen(palette().color(QPalette::Link));
    painter.drawText(x + words.segment_width, baseline, words.frame);
    painter.setFont(font());
}

void LadderView::drawStates(QPainter& painter, const Columns& at, std::size_t index) const {
    const LadderStep& step = steps_[index];
    const int y = rungRect(index).top() + fontMetrics().height() / 2 + 3;
    const int height = fontMetrics().height();
    const bool first = index == 0;
    const bool client_changed = first || steps_[index - 1].client != step.client;
    const bool server_changed = first || steps_[index - 1].server != step.server;
    const QRect left(at.time_right, y, at.client - at.time_right - kMargin, height);
    const QRect right(at.server + kMargin, y, at.right - at.server - kMargin, height);
    const bool client_missing = step.socket_missing && step.from_client;
    const bool server_missing = step.socket_missing && !step.from_client;
    if (client_changed || client_missing) {
        drawState(painter, left, Qt::AlignRight, stateText(step.client), client_missing);
    }
    if (server_changed || server_missing) {
        drawState(painter, right, Qt::AlignLeft, stateText(step.server), server_missing);
    }
}

void LadderView::drawState(QPainter& painter, const QRect& where, int side, const QString& state,
                           bool is_missing) const {
    if (!is_missing && state == stateText(TcpState::kUnknown)) return;
    QFont shown = font();
    shown.setBold(is_missing);
    painter.setFont(shown);
    painter.setPen(is_missing ? color(Tone::kBad, palette()) : palette().color(QPalette::Text));
    painter.drawText(where, side | Qt::AlignVCenter, is_missing ? tr("no socket") : state);
    painter.setFont(font());
}

QString LadderView::timeBefore(std::size_t index) const {
    if (index == 0) return {};
    return QLatin1Char('+') +
           durationText(std::max(Duration::zero(), steps_[index].time - steps_[index - 1].time));
}

QString LadderView::wayText(const LadderStep& step) const {
    if (!places_) return {};
    const QString near_client = toQString(places_->near_client);
    const QString near_server = toQString(places_->near_server);
    if (step.way != Way::kWhole) {
        const QString text =
            step.way == Way::kLost ? tr("lost between %1 and %2") : tr("made between %1 and %2");
        return text.arg(near_client, near_server);
    }
    if (step.frame_elsewhere == 0) return {};
    return tr("frame %1 in %2")
        .arg(step.frame_elsewhere)
        .arg(places_->is_near_client ? near_server : near_client);
}

QString LadderView::toolTipOf(std::size_t index) const {
    const LadderStep& step = steps_[index];
    const QString way = wayText(step);
    return tr("<b>%1</b> in frame %2, at %3 s<br>client: %4<br>server: %5")
               .arg(toQString(step.segment))
               .arg(step.frame)
               .arg(timeText(step.time - begin_), stateText(step.client), stateText(step.server)) +
           (way.isEmpty() ? way : QStringLiteral("<br>") + way);
}

QByteArray LadderView::asSvg() const {
    QByteArray document;
    QBuffer buffer(&document);
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setResolution(logicalDpiX());
    svg.setViewBox(QRect(0, 0, columns().right, sizeHint().height()));
    svg.setSize(svg.viewBox().size());
    svg.setTitle(QStringLiteral("%1 – %2").arg(client_, server_));
    QPainter painter(&svg);
    painter.setFont(font());
    painter.fillRect(svg.viewBox(), palette().base());
    draw(painter);
    painter.end();
    return document;
}

void LadderView::copySvg() const {
    auto* copy = new QMimeData;
    const QByteArray svg = asSvg();
    copy->setData(QStringLiteral("image/svg+xml"), svg);
    copy->setText(QString::fromUtf8(svg));
    QApplication::clipboard()->setMimeData(copy);
}

void LadderView::saveSvg() {
    // The ladder may be another one when the user has chosen a name.
    const QByteArray svg = asSvg();
    const QString path = askForFile(this, tr("Ladder"), QStringLiteral("svg"), tr("SVG image"));
    if (!path.isEmpty()) saveText(this, path, svg);
}

QString LadderView::asText() const {
    QString text;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        const LadderStep& step = steps_[i];
        const QString way = wayText(step);
        text += QStringLiteral("%1\t%2\t%3 %4 %5\t%6 frame %7\t%8 | %9%10%11\n")
                    .arg(timeText(step.time - begin_), timeBefore(i), client_,
                         step.from_client ? QStringLiteral("->") : QStringLiteral("<-"), server_,
                         toQString(step.segment))
                    .arg(step.frame)
                    .arg(stateText(step.client), stateText(step.server),
                         step.socket_missing ? QStringLiteral(" (no socket)") : QString(),
                         way.isEmpty() ? way : QStringLiteral("; ") + way);
    }
    return text;
}

void LadderView::mouseMoveEvent(QMouseEvent* event) {
    const int step = stepAt(positionOf(event));
    setCursor(step >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (step < 0) {
        QToolTip::hideText();
        return;
    }
    const auto index = static_cast<std::size_t>(step);
    QToolTip::showText(mapToGlobal(positionOf(event)), toolTipOf(index), this, rungRect(index));
}

void LadderView::mouseReleaseEvent(QMouseEvent* event) {
    const int step = stepAt(positionOf(event));
    if (event->button() != Qt::LeftButton || step < 0) return;
    moveTo(step);
    emit frameWanted(steps_[static_cast<std::size_t>(step)].frame);
}

void LadderView::moveTo(int step) {
    current_ = std::clamp(step, 0, static_cast<int>(steps_.size()) - 1);
    emit currentRungMoved(rungRect(static_cast<std::size_t>(current_)));
    update();
}

void LadderView::keyPressEvent(QKeyEvent* event) {
    if (steps_.empty()) return QWidget::keyPressEvent(event);
    switch (event->key()) {
        case Qt::Key_Down:
            return moveTo(current_ + 1);
        case Qt::Key_Up:
            return moveTo(current_ < 0 ? static_cast<int>(steps_.size()) - 1 : current_ - 1);
        case Qt::Key_Home:
            return moveTo(0);
        case Qt::Key_End:
            return moveTo(static_cast<int>(steps_.size()) - 1);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (current_ >= 0) emit frameWanted(steps_[static_cast<std::size_t>(current_)].frame);
            return;
        default:
            break;
    }
    if (event->matches(QKeySequence::Copy)) {
        QApplication::clipboard()->setText(asText());
        return;
    }
    QWidget::keyPressEvent(event);
}

void LadderView::contextMenuEvent(QContextMenuEvent* event) {
    if (steps_.empty()) return;
    QMenu menu;
    const int step = stepAt(event->pos());
    if (step >= 0) {
        const std::uint32_t frame = steps_[static_cast<std::size_t>(step)].frame;
        menu.addAction(tr("&Go to Frame %1").arg(frame), this,
                       [this, frame] { emit frameWanted(frame); });
        menu.addSeparator();
    }
    menu.addAction(tr("&Copy as Text"), this,
                   [this] { QApplication::clipboard()->setText(asText()); })
        ->setShortcut(QKeySequence::Copy);
    menu.addAction(tr("Copy as &SVG"), this, &LadderView::copySvg);
    menu.addAction(tr("Copy &Image"), this,
                   [this] { QApplication::clipboard()->setPixmap(grab()); });
    menu.addSeparator();
    menu.addAction(tr("Sa&ve as SVG…"), this, &LadderView::saveSvg);
    menu.exec(event->globalPos());
}

void LadderView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) adapt();
}

}  // namespace finrst
