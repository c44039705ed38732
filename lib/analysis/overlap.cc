// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlap.h"

#include <algorithm>
#include <cstddef>

namespace finrst {

std::uint32_t mostAtOnce(const std::vector<Time>& begins, const std::vector<Time>& ends) {
    std::size_t most = 0;
    std::size_t ended = 0;
    for (std::size_t i = 0; i < begins.size(); ++i) {
        while (ended < ends.size() && ends[ended] <= begins[i]) ++ended;
        // Of those that begin together the last counts them all.
        if (i + 1 > ended) most = std::max(most, i + 1 - ended);
    }
    return static_cast<std::uint32_t>(most);
}

}  // namespace finrst
