// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/connection.h"
#include "analysis/latest_of_ports.h"
#include "analysis/reset.h"
#include "analysis/stable_vector.h"

namespace finrst {

/// Finds the connection that is the same as that of `reset`, its sender at `side` of connection
/// `index`, under another address: the other side of a NAT, or what a NAT did not translate. It has
/// the client's port and its numbers in common with it: one end's, and was in use within a second,
/// or both ends'.
/// kNoIndex: none.
std::uint32_t findRelated(const Segment& reset, std::uint32_t index, Side side,
                          const LatestOfPorts& of_ports,
                          const StableVector<Connection>& connections,
                          const StableVector<Reset>& resets);

/// The end of `other` that is `side` of `connection`, as its port tells.
Side sideIn(const Connection& other, const Connection& connection, Side side);

}  // namespace finrst
