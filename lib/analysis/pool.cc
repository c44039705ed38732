// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/pool.h"

#include <array>

namespace finrst {

namespace {

/// A service with fewer connections shows no habit, unless they carry many requests.
constexpr std::uint32_t kFewConnections = 5;
/// So many requests for each close are a pool at work.
constexpr std::uint32_t kManyRequests = 10;
/// A connection that rests for less is not idle for anybody's timer.
constexpr Duration kShortestIdleTimeout = std::chrono::milliseconds(200);

std::uint32_t closes(const PoolFigures& figures) {
    return figures.closed_by_client + figures.closed_by_server;
}

bool mostly(std::uint32_t part, std::uint32_t whole) {
    return 10 * part >= 9 * whole;
}

/// So many closes by one end, and hardly any by the other, are its habit.
bool closedBy(std::uint32_t closed, const PoolFigures& figures) {
    return closed >= kFewConnections && mostly(closed, closes(figures));
}

/// Connections were closed after they had been idle for longer than any other ever was.
bool closesTheIdle(const Quantiles<Duration>& idle_before_close, const PoolFigures& figures) {
    return idle_before_close.p10 >= kShortestIdleTimeout &&
           idle_before_close.p10 > figures.longest_idle.max &&
           figures.longest_idle.max > Duration::zero();
}

bool isServerIdleTimeout(const PoolFigures& figures) {
    return closedBy(figures.closed_by_server, figures) &&
           closesTheIdle(figures.idle_before_server_close, figures);
}

bool isClientIdleTimeout(const PoolFigures& figures) {
    return closedBy(figures.closed_by_client, figures) &&
           closesTheIdle(figures.idle_before_client_close, figures);
}

bool isPooled(const PoolFigures& figures) {
    return figures.requests >= kManyRequests &&
           figures.requests >= kManyRequests * std::uint64_t{closes(figures)};
}

bool isShort(const PoolFigures& figures) {
    return figures.connections >= kFewConnections &&
           mostly(figures.closed_after_one_request, figures.connections);
}

/// A pool closes the connection that has rested longest, and never goes below its size.
bool isPoolOverflow(const PoolFigures& figures) {
    const bool steady =
        figures.left_open.min >= 2 && 2 * figures.left_open.min >= figures.left_open.median;
    const bool rested = figures.idle_before_client_close.median >= figures.longest_idle.p10;
    return closedBy(figures.closed_by_client, figures) && steady && rested;
}

bool isMixed(const PoolFigures& figures) {
    return closedBy(figures.closed_by_client, figures) &&
           10 * figures.closed_after_one_more >= figures.closed_by_client;
}

struct Rule {
    Pool pool;
    bool (*holds)(const PoolFigures&);
};
constexpr std::array kRules = {
    Rule{Pool::kServerIdleTimeout, isServerIdleTimeout},
    Rule{Pool::kClientIdleTimeout, isClientIdleTimeout},
    Rule{Pool::kPooled, isPooled},
    Rule{Pool::kShort, isShort},
    Rule{Pool::kPoolOverflow, isPoolOverflow},
    Rule{Pool::kMixed, isMixed},
};

}  // namespace

Pool judgePool(const PoolFigures& figures) {
    for (const Rule& rule : kRules) {
        if (rule.holds(figures)) return rule.pool;
    }
    return Pool::kUnknown;
}

}  // namespace finrst
