// SPDX-License-Identifier: GPL-2.0-or-later
#include "time_of_day_ticker.h"

#include "figure_text.h"

#include <cmath>

namespace finrst {

/// At round times of day, wherever the capture began.
TimeOfDayTicker::TimeOfDayTicker(Time begin, TimeDisplay display)
    : begin_(begin), display_(display) {
    const Duration since_midnight = begin - std::chrono::floor<std::chrono::days>(begin);
    setTickOrigin(-std::chrono::duration<double>(since_midnight).count());
}

/// Whole seconds without their decimals.
QString TimeOfDayTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    const auto since = Duration(static_cast<Duration::rep>(std::llround(tick * 1e9)));
    QString text = timeOfDayText(timestamp(begin_ + since), display_);
    if (text.endsWith(QLatin1String(".000"))) text.chop(4);
    return text;
}

}  // namespace finrst
