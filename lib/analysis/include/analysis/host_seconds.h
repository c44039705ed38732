// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/host_statistics.h"

#include <cstdint>
#include <vector>

namespace finrst {

/// The seconds of a host, of which `a` and `b` tell each a part: of other connections. From second
/// `first` on; what had begun before goes on there.
std::vector<HostSecond> sumOf(const std::vector<HostSecond>& a, const std::vector<HostSecond>& b,
                              std::int64_t first);

}  // namespace finrst
