// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture_analysis.h"
#include "host_statistics.h"
#include "pool.h"
#include "quantiles.h"

#include <cstdint>
#include <string>
#include <vector>

namespace finrst {

/// All connections of one client address to one server address and port.
struct ServiceStatistics {
    Address client;
    Address server;
    std::uint16_t port = 0;

    std::uint32_t connections = 0;
    std::uint32_t peak_open = 0;  ///< at once
    std::uint32_t closed_by_client = 0;
    std::uint32_t closed_by_server = 0;
    std::uint32_t reset = 0;  ///< before anybody closed
    std::uint32_t open = 0;   ///< at the end of the capture
    std::uint32_t one_request = 0;
    /// Connections that had served several requests, and that the client closed right after one
    /// more: sooner than others rested before they were used again.
    std::uint32_t closed_after_one_more = 0;

    Quantiles<Duration> lifetime;           ///< of closed connections, to the first FIN or RST
    Quantiles<Duration> idle_before_close;  ///< from the last data to the first FIN
    Quantiles<Duration> longest_idle;       ///< of connections with several requests, between two
    Quantiles<std::uint32_t> requests;      ///< for each connection

    Pool pool = Pool::kUnknown;
    std::vector<std::string> pool_evidence;
};

/// The statistics of every service that carried a request, busiest first. `selection` as in
/// `hostStatistics`.
std::vector<ServiceStatistics> serviceStatistics(const CaptureAnalysis& analysis,
                                                 const Selection& selection);

}  // namespace finrst
