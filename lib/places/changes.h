// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/places_report.h"
#include "places/place.h"
#include "twins.h"

#include <cstdint>
#include <map>
#include <vector>

namespace finrst {

/// What something between two places changes in a connection: in `reset` first, then in its
/// handshake, then in the frames here, which are told with who sent them. Each kind of change of
/// what an end sends is told once.
std::vector<Change> changesBetween(const Place& here, const Place& there, const Twins& twins,
                                   const Reset& reset, const std::map<std::uint32_t, Side>& frames);

}  // namespace finrst
