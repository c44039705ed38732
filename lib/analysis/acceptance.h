// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/connection.h"
#include "analysis/reset.h"
#include "analysis/stack.h"
#include "scene.h"

namespace finrst {

/// No packet is longer on its way: what an end sends later than this, it sent knowing what had been
/// sent to it.
inline constexpr Duration kLongestWay = std::chrono::seconds(1);

/// Nothing of the connection is left at the receiver of the RST: it had reset it, or been reset.
bool isOver(const Scene& scene);

/// Whether the receiver takes the RST, by what had been captured when it came. Requires
/// `!isOver(scene)`.
Accepted acceptanceOf(const Scene& scene);

/// What `segment`, not added yet, of the receiver of `reset` shows of that: a challenge ACK, or
/// that it goes on. `stack`: of the receiver.
Accepted acceptanceAfter(const Reset& reset, const Segment& segment, const Connection& connection,
                         Stack stack);

}  // namespace finrst
