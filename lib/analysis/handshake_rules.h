// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "scene.h"

/// Resets while the connection is opened, or before anybody used it. See `Rule`.
namespace finrst::rules {

bool refused(const Scene& scene, Reset& reset);
bool staleSynAck(const Scene& scene, Reset& reset);
bool inHandshake(const Scene& scene, Reset& reset);
bool neverOpened(const Scene& scene, Reset& reset);
bool unacceptedChild(const Scene& scene, Reset& reset);

}  // namespace finrst::rules
