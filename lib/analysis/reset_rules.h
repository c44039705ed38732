// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "scene.h"

/// What resets tell without the connection: the RST's own words, an earlier RST, or a capture that
/// holds nothing else. See `Rule`.
namespace finrst::rules {

bool selfDescribed(const Scene& scene, Reset& reset);
bool copyOfReset(const Scene& scene, Reset& reset);
bool stray(const Scene& scene, Reset& reset);
bool afterReset(const Scene& scene, Reset& reset);

}  // namespace finrst::rules
