// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/quantiles.h"
#include "analysis/time.h"

#include <cstdint>

namespace finrst {

/// How a client uses its connections to a service.
enum class Pool : std::uint8_t {
    kUnknown,
    kPooled,             ///< few connections, used again and again
    kShort,              ///< one request each: no pool at work
    kMixed,              ///< short callers take pooled connections and close them
    kPoolOverflow,       ///< the pool closes connections beyond its size
    kServerIdleTimeout,  ///< the server closes idle connections
    kClientIdleTimeout,  ///< the client closes idle connections
};

/// What the connections of one client to one service show about a pool.
struct PoolFigures {
    std::uint32_t connections = 0;
    std::uint32_t requests = 0;
    std::uint32_t closed_by_client = 0;
    std::uint32_t closed_by_server = 0;
    std::uint32_t closed_after_one_request = 0;  ///< by either
    std::uint32_t closed_after_one_more = 0;     ///< see ServiceStatistics
    Quantiles<Duration> idle_before_client_close;
    Quantiles<Duration> idle_before_server_close;
    Quantiles<Duration> longest_idle;    ///< between two requests of one connection
    Quantiles<std::uint32_t> left_open;  ///< other connections, at each close by the client
};

Pool judgePool(const PoolFigures& figures);

}  // namespace finrst
