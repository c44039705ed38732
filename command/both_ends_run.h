// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "options.h"

namespace finrst {

/// Reads captures of the same traffic at different places, and tells what they show together.
/// Returns the exit status.
int runBothEnds(const Options& options);

}  // namespace finrst
