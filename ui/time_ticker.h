// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <qcustomplot.h>

namespace finrst {

/// Labels an axis whose coordinates are the decimal logarithms of seconds: "1 ms", "10 ms", "1 s".
class TimeTicker : public QCPAxisTicker {
  protected:
    double getTickStep(const QCPRange& range) override;
    int getSubTickCount(double step) override;
    QVector<double> createSubTickVector(int count, const QVector<double>& ticks) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
};

}  // namespace finrst
