// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/reset.h"

#include <string>

namespace finrst {

/// The functions a Linux kernel (5.10 to 6.18) goes through to send `reset`, outermost first,
/// joined by " > "; alternatives that the wire cannot tell apart are joined by " | ". Empty where
/// no kernel of the sender sent it, or where it cannot be told.
std::string kernelPath(const Reset& reset);

}  // namespace finrst
