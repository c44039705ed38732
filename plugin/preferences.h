// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"

namespace finrst {

/// Registers the preferences of protocol `proto`.
void registerPreferences(int proto);

/// The preference `finrst.analyze`: look at segments at all.
bool analysisWanted();

/// The preference `finrst.comments`: put packet comments into what tshark writes.
bool commentsWanted();

/// What the preferences say now, out-of-range values replaced by their defaults.
Settings currentSettings();

}  // namespace finrst
