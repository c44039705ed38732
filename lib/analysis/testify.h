// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/kernel_word.h"
#include "analysis/reset.h"

namespace finrst {

/// Takes what the sender's kernel says of `reset` into the judgement on it: what the kernel
/// contradicts is out. The verdict becomes surer by that, or another one.
KernelWord testify(const KernelReport& report, Reset& reset);

}  // namespace finrst
