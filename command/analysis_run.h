// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "options.h"

namespace finrst {

/// Reads, explains and prints what the options ask for. Returns the exit status.
int run(const Options& options);

}  // namespace finrst
