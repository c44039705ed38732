// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace finrst {

/// Keeps the resets (by index) in which each word of `filter` is found: in an end's address or
/// port, in verdict, cause, certainty or frame number, whatever the case. Texts are compared once
/// for each host and token, not for each row.
void keepMatching(const CaptureAnalysis& analysis, const QString& filter,
                  std::vector<std::uint32_t>& resets);

}  // namespace finrst
