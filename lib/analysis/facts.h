// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "scene.h"

namespace finrst {

/// Writes into `reset` what needs no judgement: where the RST is, what its header and the sender's
/// other segments say, what it answers, and how far the connection had come.
void quoteFacts(const Scene& scene, Reset& reset);

}  // namespace finrst
