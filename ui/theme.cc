// SPDX-License-Identifier: GPL-2.0-or-later
#include "theme.h"

#include "report/verdict_text.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPixmap>
#include <QPolygonF>

#include <iterator>

namespace finrst {

namespace {

constexpr QRgb kOrange = 0xffe69f00;
constexpr QRgb kSkyBlue = 0xff56b4e9;
constexpr QRgb kGreen = 0xff009e73;
constexpr QRgb kBlue = 0xff0072b2;
constexpr QRgb kVermillion = 0xffd55e00;
constexpr QRgb kPurple = 0xffcc79a7;

constexpr int kIconSize = 16;

QPixmap severityPixmap(Severity severity, const QColor& fill) {
    const qreal ratio = qGuiApp->devicePixelRatio();
    QPixmap pixmap(qRound(kIconSize * ratio), qRound(kIconSize * ratio));
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    switch (severity) {
        case Severity::kWarning:
            painter.drawPolygon(QPolygonF({{8, 2.5}, {14, 13}, {2, 13}}));
            break;
        case Severity::kNote:
            painter.drawEllipse(QPointF(8, 8), 4.5, 4.5);
            break;
        case Severity::kChat:
            painter.drawRoundedRect(QRectF(3, 7, 10, 2.5), 1, 1);
            break;
    }
    return pixmap;
}

}  // namespace

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Base).lightness() < palette.color(QPalette::Text).lightness();
}

QColor color(Tone tone, const QPalette& palette) {
    const bool dark = isDark(palette);
    switch (tone) {
        case Tone::kBad:
        case Tone::kResets:
            return QColor(kVermillion);
        case Tone::kGood:
        case Tone::kBuckets:
            return QColor(dark ? kSkyBlue : kBlue);
        case Tone::kLimit:
            return palette.color(QPalette::Text);
        case Tone::kFinWait1State:
            return QColor(kOrange);
        case Tone::kFinWait2State:
            return QColor(kPurple);
        case Tone::kTimeWaitState:
            return QColor(kGreen);
        case Tone::kCloseWaitState:
            return QColor(dark ? kBlue : kSkyBlue);
    }
    return {};
}

QColor severityColor(Severity severity, const QPalette& palette) {
    switch (severity) {
        case Severity::kWarning:
            return QColor(kVermillion);
        case Severity::kNote:
            return color(Tone::kGood, palette);
        case Severity::kChat:
            return faint(palette, 0.5);
    }
    return {};
}

QIcon severityIcon(Severity severity, const QPalette& palette) {
    QIcon icon(severityPixmap(severity, severityColor(severity, palette)));
    icon.addPixmap(severityPixmap(severity, palette.color(QPalette::HighlightedText)),
                   QIcon::Selected);
    return icon;
}

QBrush seriesBrush(std::size_t index, const QPalette& palette) {
    struct Series {
        QRgb color;
        Qt::BrushStyle pattern;
    };
    static constexpr Series kSeries[] = {
        {kVermillion, Qt::SolidPattern}, {kSkyBlue, Qt::BDiagPattern}, {kGreen, Qt::CrossPattern},
        {kOrange, Qt::FDiagPattern},     {kPurple, Qt::HorPattern},    {kBlue, Qt::VerPattern},
    };
    if (index >= std::size(kSeries)) return {faint(palette, 0.5), Qt::Dense5Pattern};
    QColor color(kSeries[index].color);
    if (kSeries[index].pattern == Qt::SolidPattern) color.setAlpha(isDark(palette) ? 170 : 140);
    return {color, kSeries[index].pattern};
}

QColor faint(const QPalette& palette, double strength) {
    const QColor& text = palette.color(QPalette::Text);
    const QColor& base = palette.color(QPalette::Base);
    const auto mix = [&](int a, int b) { return qRound(a * strength + b * (1 - strength)); };
    return {mix(text.red(), base.red()), mix(text.green(), base.green()),
            mix(text.blue(), base.blue())};
}

}  // namespace finrst
