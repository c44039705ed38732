// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/reset_outcome.h"
#include "scene.h"

namespace finrst {

/// What the RST, which was found to be `verdict`, did to its connection, by what had been captured
/// when it came.
ResetOutcome outcomeOf(const Scene& scene, Verdict verdict);

/// Its receiver has acknowledged `octets` more, which it had taken before the RST.
void acknowledge(std::uint32_t octets, ResetOutcome& outcome);

}  // namespace finrst
