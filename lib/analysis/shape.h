// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "scene.h"

namespace finrst {

/// Tells from the RST's headers who made it, and adds what speaks for and against that: sets the
/// origin, kPassive for an answer to a captured segment and kActive for a RST+ACK of a socket.
/// Needs the facts in `reset`.
void readShape(const Scene& scene, Reset& reset);

/// Linux's answer to the last detail, and to nothing else.
bool isLinuxAnswer(const Reset& reset);

}  // namespace finrst
