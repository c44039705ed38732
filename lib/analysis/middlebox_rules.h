// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "scene.h"

/// Resets that something else sent in the sender's name. See `Rule`.
namespace finrst::rules {

bool foreignIpHeader(const Scene& scene, Reset& reset);
/// For a RST that answers a segment after the sender's own FIN.
bool rejectedByRule(const Scene& scene, Reset& reset);

}  // namespace finrst::rules
