// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/pool.h"
#include "report/pool_text.h"
#include "report/verdict_text.h"

#include <gtest/gtest.h>

#include <ostream>

namespace finrst {

inline void PrintTo(Pool pool, std::ostream* out) {
    *out << token(pool);
}

namespace {

using namespace std::chrono_literals;

template <typename Value>
Quantiles<Value> around(Value value) {
    return {value, value, value, value, value};
}

/// A hundred connections, each closed by the client after `requests` requests and `idle`.
PoolFigures clientCloses(std::uint32_t requests, Duration idle) {
    PoolFigures figures;
    figures.connections = 100;
    figures.closed_by_client = 100;
    figures.requests = 100 * requests;
    figures.closed_after_one_request = requests == 1 ? 100 : 0;
    figures.idle_before_client_close = around(idle);
    return figures;
}

TEST(Pool, IsPooledWhenConnectionsServeManyRequestsAndStayOpen) {
    PoolFigures figures;
    figures.connections = 4;
    figures.requests = 200;
    EXPECT_EQ(judgePool(figures), Pool::kPooled);
}

TEST(Pool, IsShortWhenEachConnectionServesOneRequest) {
    EXPECT_EQ(judgePool(clientCloses(1, 20us)), Pool::kShort);
}

// The incident: pooled connections rest and are used again, until a short caller closes them.
TEST(Pool, IsMixedWhenConnectionsOfSeveralRequestsAreClosedRightAfterOneMore) {
    PoolFigures figures = clientCloses(3, 20us);
    figures.closed_after_one_more = 80;
    figures.closed_after_one_request = 20;
    figures.longest_idle = around<Duration>(50ms);
    EXPECT_EQ(judgePool(figures), Pool::kMixed);
    EXPECT_FALSE(poolEvidence(Pool::kMixed, figures).empty());
}

TEST(Pool, OverflowsWhenRestedConnectionsAreClosedAtASteadySize) {
    PoolFigures figures = clientCloses(5, 50ms);
    figures.closed_after_one_more = 50;
    figures.longest_idle = {30ms, 35ms, 50ms, 80ms, 110ms};
    figures.left_open = around(4u);
    EXPECT_EQ(judgePool(figures), Pool::kPoolOverflow);
}

TEST(Pool, TimesOutAtTheServerWhenItClosesTheLongestIdle) {
    PoolFigures figures;
    figures.connections = figures.closed_by_server = 10;
    figures.requests = 300;
    figures.idle_before_server_close = around<Duration>(1500ms);
    figures.longest_idle = around<Duration>(400ms);
    EXPECT_EQ(judgePool(figures), Pool::kServerIdleTimeout);
}

TEST(Pool, TimesOutAtTheClientWhenItClosesTheLongestIdle) {
    PoolFigures figures = clientCloses(20, 500ms);
    figures.longest_idle = around<Duration>(300ms);
    EXPECT_EQ(judgePool(figures), Pool::kClientIdleTimeout);
}

TEST(Pool, IsShortWhoeverCloses) {
    PoolFigures figures;
    figures.connections = figures.requests = figures.closed_by_server =
        figures.closed_after_one_request = 100;
    figures.idle_before_server_close = around<Duration>(20us);
    EXPECT_EQ(judgePool(figures), Pool::kShort);
}

TEST(Pool, IsNotShortWhereNothingWasAsked) {
    EXPECT_EQ(judgePool(clientCloses(0, 20us)), Pool::kUnknown);
}

TEST(Pool, HasNoIdleTimeoutThatFewerThanFiveClosesShow) {
    PoolFigures figures;
    figures.connections = figures.closed_by_server = 4;
    figures.requests = 12;
    figures.idle_before_server_close = around<Duration>(1500ms);
    figures.longest_idle = around<Duration>(400ms);
    EXPECT_EQ(judgePool(figures), Pool::kUnknown);
}

TEST(Pool, HasNoIdleTimeoutOfLessThanAFifthOfASecond) {
    PoolFigures figures = clientCloses(3, 150ms);
    figures.longest_idle = around<Duration>(100ms);
    EXPECT_NE(judgePool(figures), Pool::kClientIdleTimeout);
}

// The few connections that the client closed, at once, do not hide the server's timeout.
TEST(Pool, TimesOutByTheClosesOfTheEndThatMostlyCloses) {
    PoolFigures figures;
    figures.connections = 20;
    figures.closed_by_server = 18;
    figures.closed_by_client = 2;
    figures.requests = 60;
    figures.idle_before_server_close = around<Duration>(60s);
    figures.idle_before_client_close = around<Duration>(1ms);
    figures.longest_idle = around<Duration>(20s);
    EXPECT_EQ(judgePool(figures), Pool::kServerIdleTimeout);
}

TEST(Pool, IsUnknownFromAFewConnections) {
    PoolFigures figures = clientCloses(1, 20us);
    figures.connections = figures.closed_by_client = figures.requests =
        figures.closed_after_one_request = 3;
    EXPECT_EQ(judgePool(figures), Pool::kUnknown);
}

TEST(Pool, IsUnknownWithoutConnections) {
    EXPECT_EQ(judgePool({}), Pool::kUnknown);
}

}  // namespace
}  // namespace finrst
