// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/time.h"

#include <cstdint>
#include <vector>

namespace finrst {

/// How many stretches of time there are at once, at most. `begins` and `ends` of all of them, each
/// sorted; a stretch is over at its end.
std::uint32_t mostAtOnce(const std::vector<Time>& begins, const std::vector<Time>& ends);

}  // namespace finrst
