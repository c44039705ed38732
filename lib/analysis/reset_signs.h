// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/stack.h"
#include "scene.h"

namespace finrst {

/// What a RST and its connection show of the sender's stack, the SYN aside. Of a RST that has
/// another TTL than its sender, only what the sender's other segments show.
StackSigns signsOfReset(const Scene& scene);

/// Small stacks (uIP) make their RST of the very segment that they answer.
bool hasWindowOfTrigger(const Scene& scene);

}  // namespace finrst
