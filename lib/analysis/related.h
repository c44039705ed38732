// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/connections.h"
#include "analysis/host.h"
#include "analysis/latest_of_ports.h"
#include "analysis/reset.h"
#include "analysis/stable_vector.h"

#include <cstdint>

namespace finrst {

/// Under which number `LatestOfPorts` has a port of a place of capture: places do not drive out
/// each other's latest. Two that meet under one number are two ports of different places.
inline std::uint16_t portAt(std::uint16_t port, std::uint16_t place) {
    constexpr unsigned kApart = 0x9e37;
    return static_cast<std::uint16_t>(port + place * kApart);
}

/// Finds the connection that is the same as that of `reset`, its sender at `side` of connection
/// `index`, under another address: the other side of a NAT, or what a NAT did not translate. It has
/// the client's port and its numbers in common with it: one end's, and was in use within a second,
/// or both ends'.
/// kNoIndex: none.
std::uint32_t findRelated(const Segment& reset, std::uint32_t index, Side side,
                          const LatestOfPorts& of_ports, const StableVector<Host>& hosts,
                          const Connections& connections, const StableVector<Reset>& resets);

/// The end of `other` that is `side` of `connection`, as its port tells.
Side sideIn(const Connection& other, const Connection& connection, Side side);

}  // namespace finrst
