// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "scene.h"

/// Answers of a sender that never closed and does not know the connection. See `Rule`.
namespace finrst::rules {

/// Speaks for every RST that answers a segment.
bool halfOpen(const Scene& scene, Reset& reset);

}  // namespace finrst::rules
