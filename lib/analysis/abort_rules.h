// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "scene.h"

/// Resets of a socket that answer no segment. See `Rule`.
namespace finrst::rules {

/// Speaks always: what is left when no other rule has spoken.
bool abortedBySocket(const Scene& scene, Reset& reset);

}  // namespace finrst::rules
