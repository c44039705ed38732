// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/pool_text.h"

#include "report/text_template.h"

namespace finrst {

namespace {

using Lines = std::vector<std::string>;

std::string count(std::uint32_t part, std::uint32_t whole) {
    return std::to_string(part) + " of " + std::to_string(whole);
}

std::uint32_t closes(const PoolFigures& figures) {
    return figures.closed_by_client + figures.closed_by_server;
}

std::string closedFirst(const std::string& who, std::uint32_t closed, const PoolFigures& figures) {
    return "the " + who + " closed first in " + count(closed, closes(figures)) + " closes";
}

std::string idleLine(const Quantiles<Duration>& idle_before_close, const PoolFigures& figures) {
    return "closed after " + toText(idle_before_close.p10) + " to " +
           toText(idle_before_close.p90) + " idle; no connection was used again after " +
           toText(figures.longest_idle.max);
}

Lines pooledLines(const PoolFigures& figures) {
    return {std::to_string(figures.requests) + " requests on " +
            std::to_string(figures.connections) + " connections, " +
            std::to_string(closes(figures)) + " of them closed"};
}

Lines overflowLines(const PoolFigures& figures) {
    return {"the client closed " + count(figures.closed_by_client, figures.connections) +
                " connections, and always left " + std::to_string(figures.left_open.min) +
                " or more open: the pool's size is about that",
            "the closed ones had rested for " + toText(figures.idle_before_client_close.median) +
                " (median), as long as others that were used again"};
}

Lines mixedLines(const PoolFigures& figures) {
    return {count(figures.closed_after_one_more, figures.closed_by_client) +
                " connections that the client closed had served several requests, and were closed "
                "right after one more",
            count(figures.closed_after_one_request, closes(figures)) +
                " were closed after a single request",
            "idle for " + toText(figures.idle_before_client_close.median) +
                " (median) before the close; connections that were kept rested up to " +
                toText(figures.longest_idle.max) + " and were used again"};
}

}  // namespace

Lines poolEvidence(Pool pool, const PoolFigures& figures) {
    switch (pool) {
        case Pool::kServerIdleTimeout:
            return {closedFirst("server", figures.closed_by_server, figures),
                    idleLine(figures.idle_before_server_close, figures)};
        case Pool::kClientIdleTimeout:
            return {closedFirst("client", figures.closed_by_client, figures),
                    idleLine(figures.idle_before_client_close, figures)};
        case Pool::kPooled:
            return pooledLines(figures);
        case Pool::kShort:
            return {count(figures.closed_after_one_request, figures.connections) +
                    " connections were closed after a single request: no pool at work"};
        case Pool::kPoolOverflow:
            return overflowLines(figures);
        case Pool::kMixed:
            return mixedLines(figures);
        case Pool::kUnknown:
            break;
    }
    return {};
}

}  // namespace finrst
