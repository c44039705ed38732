// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/option_order.h"

namespace finrst {

OptionOrder readOptionOrder(std::span<const std::uint8_t> octets) {
    OptionOrder order;
    for (std::size_t i = 0; i < octets.size() && octets[i] != option::kEnd;) {
        order.add(octets[i]);
        if (octets[i] == option::kNop) {
            ++i;
            continue;
        }
        if (i + 1 >= octets.size() || octets[i + 1] < 2) break;
        i += octets[i + 1];
    }
    return order;
}

}  // namespace finrst
