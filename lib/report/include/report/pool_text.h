// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/pool.h"

#include <string>
#include <vector>

namespace finrst {

/// What shows that connections are used as `pool` says, a line each; none for `Pool::kUnknown`.
std::vector<std::string> poolEvidence(Pool pool, const PoolFigures& figures);

}  // namespace finrst
