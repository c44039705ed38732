// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/option_order.h"

namespace finrst {

OptionOrder readOptionOrder(std::span<const std::uint8_t> octets) {
    OptionOrder order;
    forEachOption(octets, [&](std::uint8_t kind, auto) { order.add(kind); });
    return order;
}

}  // namespace finrst
