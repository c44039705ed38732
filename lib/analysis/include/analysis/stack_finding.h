// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/host.h"
#include "analysis/reset.h"

namespace finrst {

/// A stack and what speaks for it.
struct StackFinding {
    Stack stack = Stack::kUnknown;
    StackSigns signs;
};

/// The stack of the reset's sender, by what its `host` has shown so far. Unknown where somebody
/// else sent the reset.
StackFinding findStack(const Reset& reset, const Host& host);

}  // namespace finrst
