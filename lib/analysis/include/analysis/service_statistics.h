// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "analysis/host_statistics.h"
#include "analysis/pool.h"
#include "analysis/quantiles.h"
#include "analysis/step_sort.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <tuple>
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
    PoolFigures pool_figures;  ///< by which `pool` was judged
};

/// What single connections of a service show, of which its quantiles are made; in no order.
struct ServiceSamples {
    std::vector<Duration> lifetimes;
    std::vector<Duration> idles_of_client;  ///< before it closed
    std::vector<Duration> idles_of_server;
    std::vector<Duration> longest_idles;
    std::vector<std::uint32_t> requests;
    std::vector<std::uint32_t> left_open;
};

struct ServiceConnection;
class ServiceSum;

/// Makes the statistics of every service that carried a request, busiest first, in steps, as
/// reports are made (report.h). `selection`: by index of connection; empty: all.
class ServiceStatisticsMaker {
  public:
    /// Is told each service, and of what its quantiles are made.
    using Listener = std::function<void(const ServiceStatistics&, const ServiceSamples&)>;

    /// `listener` may be empty; else it is told the statistics, in no order, and they are not kept.
    ServiceStatisticsMaker(const CaptureAnalysis& analysis, Selection selection,
                           Listener listener = {});
    ~ServiceStatisticsMaker();

    /// Takes some thousand connections more, or sums up services with as many; false when there was
    /// none left.
    bool step();
    /// The statistics, when no step is left.
    std::vector<ServiceStatistics> take();

  private:
    /// Indexes of client and server, and the server's port.
    using Key = std::tuple<std::uint32_t, std::uint32_t, std::uint16_t>;
    using Uses = std::map<Key, std::vector<ServiceConnection>>;
    struct Busier {
        bool operator()(const Uses::node_type& a, const Uses::node_type& b) const;
    };

    void group(std::size_t index);
    bool sumUpServices();

    const CaptureAnalysis& analysis_;
    Selection selection_;
    HostsByAddress first_of_;
    Listener listener_;
    Uses uses_;
    std::size_t connections_;
    std::size_t next_connection_ = 0;
    StepSort<Uses::node_type, Busier> ranking_;  // sorted for no listener
    std::size_t next_rank_ = 0;
    std::unique_ptr<ServiceSum> sum_;  // of the next in the ranking
    std::vector<ServiceStatistics> services_;
};

}  // namespace finrst
