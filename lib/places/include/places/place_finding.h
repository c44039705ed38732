// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/time.h"

#include <cstdint>
#include <optional>
#include <string>

namespace finrst {

/// What one place saw, beside the first one named.
struct PlaceFinding {
    std::string name;
    std::uint64_t segments = 0;
    std::uint32_t connections = 0;
    Time start{};  ///< of its first segment, by its own clock
    Time end{};
    /// The least time until a client, or a server, answered what passed there: the way to it and
    /// back.
    std::optional<Duration> round_trip_to_client;
    std::optional<Duration> round_trip_to_server;
    std::uint32_t shared = 0;           ///< connections that the first place saw, too
    std::optional<std::uint64_t> hops;  ///< routers between it and the first place, by TTL
    /// Of its clock, when the first place began; empty: not known, or the first place itself.
    std::optional<Duration> clock_ahead;
    std::optional<Duration> clock_uncertainty;
    std::optional<double> clock_drift;     ///< seconds gained in a second
    std::optional<std::uint64_t> dropped;  ///< packets, as its recorder says
};

}  // namespace finrst
