// SPDX-License-Identifier: GPL-2.0-or-later
#include "pool.h"

#include "text_template.h"

#include <array>

namespace finrst {

namespace {

/// A service with fewer connections shows no habit, unless they carry many requests.
constexpr std::uint32_t kFewConnections = 5;
/// So many requests for each close are a pool at work.
constexpr std::uint32_t kManyRequests = 10;

std::uint32_t closes(const PoolFigures& figures) {
    return figures.closed_by_client + figures.closed_by_server;
}

bool mostly(std::uint32_t part, std::uint32_t whole) {
    return 10 * part >= 9 * whole;
}

std::string count(std::uint32_t part, std::uint32_t whole) {
    return std::to_string(part) + " of " + std::to_string(whole);
}

/// Connections were closed after they had been idle for longer than any other ever was.
bool closesTheIdle(const PoolFigures& figures) {
    return figures.idle_before_close.p10 > figures.longest_idle.max &&
           figures.longest_idle.max > Duration::zero();
}

std::string idleLine(const PoolFigures& figures) {
    return "closed after " + toText(figures.idle_before_close.p10) + " to " +
           toText(figures.idle_before_close.p90) + " idle; no connection was used again after " +
           toText(figures.longest_idle.max);
}

PoolFinding serverIdleTimeout(const PoolFigures& figures) {
    if (closes(figures) == 0 || !mostly(figures.closed_by_server, closes(figures)) ||
        !closesTheIdle(figures)) {
        return {};
    }
    return {Pool::kServerIdleTimeout,
            {"the server closed first in " + count(figures.closed_by_server, closes(figures)) +
                 " closes",
             idleLine(figures)}};
}

PoolFinding clientIdleTimeout(const PoolFigures& figures) {
    if (closes(figures) == 0 || !mostly(figures.closed_by_client, closes(figures)) ||
        !closesTheIdle(figures)) {
        return {};
    }
    return {Pool::kClientIdleTimeout,
            {"the client closed first in " + count(figures.closed_by_client, closes(figures)) +
                 " closes",
             idleLine(figures)}};
}

PoolFinding pooled(const PoolFigures& figures) {
    if (figures.requests < kManyRequests ||
        figures.requests < kManyRequests * std::uint64_t{closes(figures)}) {
        return {};
    }
    return {
        Pool::kPooled,
        {std::to_string(figures.requests) + " requests on " + std::to_string(figures.connections) +
         " connections, " + std::to_string(closes(figures)) + " of them closed"}};
}

PoolFinding shortLived(const PoolFigures& figures) {
    if (figures.connections < kFewConnections ||
        !mostly(figures.closed_after_one_request, figures.connections)) {
        return {};
    }
    return {Pool::kShort,
            {count(figures.closed_after_one_request, figures.connections) +
             " connections were closed after a single request: no pool at work"}};
}

/// A pool closes the connection that has rested longest, and never goes below its size.
PoolFinding poolOverflow(const PoolFigures& figures) {
    const bool steady =
        figures.left_open.min >= 2 && 2 * figures.left_open.min >= figures.left_open.median;
    const bool rested = figures.idle_before_close.median >= figures.longest_idle.p10;
    if (figures.closed_by_client < kFewConnections ||
        !mostly(figures.closed_by_client, closes(figures)) || !steady || !rested) {
        return {};
    }
    return {Pool::kPoolOverflow,
            {"the client closed " + count(figures.closed_by_client, figures.connections) +
                 " connections, and always left " + std::to_string(figures.left_open.min) +
                 " or more open: the pool's size is about that",
             "the closed ones had rested for " + toText(figures.idle_before_close.median) +
                 " (median), as long as others that were used again"}};
}

PoolFinding mixed(const PoolFigures& figures) {
    if (figures.closed_by_client < kFewConnections ||
        !mostly(figures.closed_by_client, closes(figures)) ||
        10 * figures.closed_after_one_more < figures.closed_by_client) {
        return {};
    }
    return {Pool::kMixed,
            {count(figures.closed_after_one_more, figures.closed_by_client) +
                 " connections that the client closed had served several requests, and were closed "
                 "right after one more",
             count(figures.closed_after_one_request, figures.closed_by_client) +
                 " were closed after a single request",
             "idle for " + toText(figures.idle_before_close.median) +
                 " (median) before the close; connections that were kept rested up to " +
                 toText(figures.longest_idle.max) + " and were used again"}};
}

constexpr std::array kRules = {serverIdleTimeout, clientIdleTimeout, pooled,
                               shortLived,        poolOverflow,      mixed};

}  // namespace

std::string_view token(Pool pool) {
    switch (pool) {
        case Pool::kUnknown:
            return "unknown";
        case Pool::kPooled:
            return "pooled";
        case Pool::kShort:
            return "short";
        case Pool::kMixed:
            return "mixed";
        case Pool::kPoolOverflow:
            return "pool_overflow";
        case Pool::kServerIdleTimeout:
            return "server_idle_timeout";
        case Pool::kClientIdleTimeout:
            return "client_idle_timeout";
    }
    return "";
}

PoolFinding judgePool(const PoolFigures& figures) {
    for (const auto rule : kRules) {
        PoolFinding found = rule(figures);
        if (found.pool != Pool::kUnknown) return found;
    }
    return {};
}

}  // namespace finrst
