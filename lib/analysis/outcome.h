// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/reset_outcome.h"
#include "scene.h"

namespace finrst {

/// What the RST did to its connection, by what had been captured when it came.
ResetOutcome outcomeOf(const Scene& scene);

/// Its receiver has acknowledged `octets` more, which it had taken before the RST.
void acknowledge(std::uint32_t octets, ResetOutcome& outcome);

}  // namespace finrst
