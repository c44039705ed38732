// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/judgement.h"
#include "analysis/observation.h"
#include "scene.h"

namespace finrst {

/// Whether a request that met a closed server had been sent before the client could know of that;
/// adds what shows it to `judgement`, whose verdict is `Verdict::kDataAfterClose`.
Cause causeOfLateRequest(const Scene& scene, const Observation& seen, Judgement& judgement);

}  // namespace finrst
