// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/reset.h"

#include <string>

namespace finrst {

/// The functions a kernel goes through to send `reset`, outermost first, joined by " > ";
/// alternatives that the wire cannot tell apart are joined by " | ". Those of Linux (5.10 to 6.18)
/// or, where `stack` says so, of BSD; behind "if Linux: " where the stack is not known. Empty for
/// other stacks, and where no kernel of the sender sent it or that cannot be told.
std::string kernelPath(const Reset& reset, Stack stack);

}  // namespace finrst
