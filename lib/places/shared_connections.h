// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "places/place.h"
#include "shift.h"

#include <cstdint>
#include <vector>

namespace finrst {

/// A connection that two places saw, by its index at each.
struct SharedConnection {
    std::uint32_t here = kNoIndex;
    std::uint32_t there = kNoIndex;
    bool is_turned = false;       ///< across a NAT, side A of the one may be side B of the other
    bool same_addresses = false;  ///< and the same ports
    Shift shift;                  ///< of the numbers

    Side thereOf(Side side_here) const { return is_turned ? opposite(side_here) : side_here; }
};

/// The connections that both places saw, in the order of the first. Two segments are of one
/// connection if the numbers of both ends, each chosen by its end, are the same: also under other
/// addresses, behind a NAT, if one port and more than one pair of numbers agree; and with
/// shifted numbers, under the same addresses. A proxy opens connections of its own, with numbers of
/// its own: these are not shared.
std::vector<SharedConnection> sharedConnections(const Place& here, const Place& there);

}  // namespace finrst
