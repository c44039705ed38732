// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/judgement.h"
#include "analysis/observation.h"
#include "scene.h"

namespace finrst {

/// Why the sender's socket was aborted; adds what shows that to `judgement`, whose verdict is
/// `Verdict::kAbort`.
Cause causeOfAbort(const Scene& scene, const Observation& seen, Judgement& judgement);

}  // namespace finrst
