// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "scene.h"

/// Answers of a sender that had sent its FIN: this plugin's case. See `Rule`.
namespace finrst::rules {

bool afterOwnFin(const Scene& scene, Reset& reset);
/// As above, where the capture misses the FIN.
bool afterUnseenFin(const Scene& scene, Reset& reset);

}  // namespace finrst::rules
