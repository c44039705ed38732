// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"
#include "report/sink.h"

namespace finrst {

/// The version of the document's format.
inline constexpr unsigned kJsonSchema = 1;

/// The report as one JSON document, with a line feed at its end, a piece at a time: of each object,
/// the members are the figures that have a key (figures.h). Durations are in seconds.
void writeJson(const CaptureAnalysis& analysis, const Report& report, const Sink& sink);

/// The JSON Schema of that document.
void writeJsonSchema(const Sink& sink);

}  // namespace finrst
