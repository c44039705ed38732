// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/kernel_word.h"
#include "analysis/places_report.h"
#include "analysis/reset.h"

namespace finrst {

/// Takes what the sender's kernel says of `reset` into the judgement on it: what the kernel
/// contradicts is out. The verdict becomes surer by that, or another one.
KernelWord testify(const KernelReport& report, Reset& reset);

/// Takes what captures at other places show of `reset` into the judgement on it: what came, and was
/// never sent, somebody between made.
void testify(const PlacesReport& report, Reset& reset);

}  // namespace finrst
