// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"

#include <span>

namespace finrst {

/// Holds what `analysis` says against the `segments` that it has taken, whatever they are: each
/// RST has been explained, links lead to frames, no time is negative, texts are whole and UTF-8,
/// sums are right. Ends the process with a sentence if not.
void checkInvariants(const CaptureAnalysis& analysis, std::span<const Segment> segments);

/// The same capture with other numbers, other addresses, or at another time means the same.
void checkEquivalents(const std::vector<Segment>& segments);

}  // namespace finrst
