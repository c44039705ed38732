// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/observation.h"
#include "scene.h"

namespace finrst {

/// What the capture shows about the RST of `scene`, which must not have been added to its
/// connection yet. Where the reset stands in the capture (`connection`, `stream`), what the host
/// held then
/// (`tw_buckets`) and whether it is a copy are left to the caller.
Observation observe(const Scene& scene);

}  // namespace finrst
