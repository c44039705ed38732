// SPDX-License-Identifier: GPL-2.0-or-later
#include "time_ticker.h"

#include "text.h"

#include <cmath>

namespace finrst {

double TimeTicker::getTickStep(const QCPRange& range) {
    constexpr double kMostTicks = 8;
    return std::max(1.0, std::ceil(range.size() / kMostTicks));
}

int TimeTicker::getSubTickCount(double step) {
    return step > 1 ? 0 : 8;
}

/// At twice to nine times each power of ten.
QVector<double> TimeTicker::createSubTickVector(int count, const QVector<double>& ticks) {
    QVector<double> sub_ticks;
    if (count == 0) return sub_ticks;
    for (double tick : ticks) {
        for (int multiple = 2; multiple <= 9; ++multiple) sub_ticks << tick + std::log10(multiple);
    }
    return sub_ticks;
}

/// A round power of ten: "1 ms", not "1.00 ms".
QString TimeTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    struct Unit {
        int exponent;
        const char* name;
    };
    static constexpr Unit kUnits[] = {{0, "s"}, {-3, "ms"}, {-6, "µs"}, {-9, "ns"}};
    const int exponent = static_cast<int>(std::lround(tick));
    for (const Unit& unit : kUnits) {
        if (exponent < unit.exponent && unit.exponent > -9) continue;
        return QStringLiteral("%1 %2")
            .arg(std::pow(10, exponent - unit.exponent), 0, 'g', 9)
            .arg(QString::fromUtf8(unit.name));
    }
    return {};
}

}  // namespace finrst
