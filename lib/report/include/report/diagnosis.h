// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/report.h"

#include <string>
#include <vector>

namespace finrst {

/// What was left out of the analysis for want of room, and how to have it looked at; empty if
/// nothing was. Part of the diagnosis.
std::string leftOutText(const LeftOut& left_out);

/// What the capture shows, in words: what was found, how sure, the figures behind it, what to check
/// on the host and what to change. One paragraph each; empty where nothing was found.
std::vector<std::string> diagnose(const Report& report, const Settings& settings);

/// The capture in a few words, without a full stop.
std::string headline(const Report& report);

}  // namespace finrst
