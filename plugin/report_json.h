// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"

#include <string>

namespace finrst {

/// The report as one JSON document (finrst.schema.json), with a line feed at its end. Durations are
/// in seconds.
std::string toJson(const CaptureAnalysis& analysis, const Report& report);

}  // namespace finrst
