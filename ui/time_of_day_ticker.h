// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "cell_style.h"

#include "analysis/time.h"

#include <qcustomplot.h>

namespace finrst {

/// Labels an axis of seconds since `begin` by the time of day, as the packet list shows it.
class TimeOfDayTicker : public QCPAxisTicker {
  public:
    TimeOfDayTicker(Time begin, TimeDisplay display);

  protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

  private:
    Time begin_;
    TimeDisplay display_;
};

}  // namespace finrst
