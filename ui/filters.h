// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"

#include <QString>

#include <vector>

namespace finrst {

/// Display filters for what the dialog shows.
QString flowsFilter(const CaptureAnalysis& analysis, const std::vector<Reset>& resets);
QString affectedFilter();
QString hostFilter(const Address& address);
QString serviceFilter(const ServiceStatistics& service);
QString verdictFilter(Verdict verdict);

}  // namespace finrst
