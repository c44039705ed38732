// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/service_statistics.h"

#include "connection_end.h"
#include "overlap.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace finrst {

namespace {

constexpr std::size_t kAtOnce = 4096;  // connections: some milliseconds

/// The server refused the client's last data, by a RST: they came too late to keep it from closing.
bool hasLateRequest(const Connection& connection, const ConnectionEnd& end) {
    return end.by == ConnectionEnd::By::kServer && connection.isReset() &&
           connection.requests() > 0 && connection.lastDataFrom() == connection.client();
}

Duration idleBefore(const Connection& connection, const ConnectionEnd& end) {
    if (end.by == ConnectionEnd::By::kNobody) return Duration::zero();
    Duration idle = end.time - connection.lastDataTime();
    if (hasLateRequest(connection, end)) idle += connection.latestIdle();
    return std::max(Duration::zero(), idle);
}

}  // namespace

/// A connection, as its service sees it: all that is asked of it, as those of a service are far
/// from each other.
struct ServiceConnection {
    ServiceConnection(const CaptureAnalysis& analysis, const Connection& connection)
        : begin(connection.firstTime()),
          end(endOf(analysis, connection)),
          idle_before_end(idleBefore(connection, end)),
          longest_idle(connection.longestIdle()),
          requests(connection.requests()) {}

    Time begin;
    ConnectionEnd end;
    Duration idle_before_end;
    Duration longest_idle;
    std::uint32_t requests;
};

namespace {

/// How many connections of a service are open at a time.
class OpenCount {
  public:
    explicit OpenCount(const std::vector<ServiceConnection>& uses) {
        for (const ServiceConnection& use : uses) {
            begins_.push_back(use.begin);
            ends_.push_back(use.end.time);
        }
        std::sort(begins_.begin(), begins_.end());
        std::sort(ends_.begin(), ends_.end());
    }

    /// What ends at that time is not counted.
    std::uint32_t at(Time time) const {
        return countUntil(begins_, time) - countUntil(ends_, time);
    }

    std::uint32_t peak() const { return mostAtOnce(begins_, ends_); }

  private:
    static std::uint32_t countUntil(const std::vector<Time>& times, Time time) {
        return static_cast<std::uint32_t>(std::upper_bound(times.begin(), times.end(), time) -
                                          times.begin());
    }

    std::vector<Time> begins_;
    std::vector<Time> ends_;
};

void countEnd(const ServiceConnection& use, ServiceStatistics& service) {
    switch (use.end.by) {
        case ConnectionEnd::By::kClient:
            ++service.closed_by_client;
            break;
        case ConnectionEnd::By::kServer:
            ++service.closed_by_server;
            break;
        case ConnectionEnd::By::kReset:
            ++service.reset;
            break;
        case ConnectionEnd::By::kNobody:
            ++service.open;
            break;
    }
}

void measure(const ServiceConnection& use, const OpenCount& open, ServiceSamples& samples) {
    samples.requests.push_back(use.requests);
    if (use.requests > 1) samples.longest_idles.push_back(use.longest_idle);
    if (use.end.by == ConnectionEnd::By::kNobody) return;
    samples.lifetimes.push_back(use.end.time - use.begin);
    if (use.end.by == ConnectionEnd::By::kReset) return;
    const bool by_client = use.end.by == ConnectionEnd::By::kClient;
    (by_client ? samples.idles_of_client : samples.idles_of_server).push_back(use.idle_before_end);
    if (!by_client) return;
    samples.left_open.push_back(open.at(use.end.time));
}

PoolFigures poolFigures(const std::vector<ServiceConnection>& uses,
                        const ServiceStatistics& service, ServiceSamples& samples) {
    PoolFigures figures;
    figures.connections = service.connections;
    figures.closed_by_client = service.closed_by_client;
    figures.closed_by_server = service.closed_by_server;
    figures.closed_after_one_more = service.closed_after_one_more;
    figures.idle_before_client_close = Quantiles<Duration>::of(samples.idles_of_client);
    figures.idle_before_server_close = Quantiles<Duration>::of(samples.idles_of_server);
    figures.longest_idle = service.longest_idle;
    figures.left_open = Quantiles<std::uint32_t>::of(samples.left_open);
    for (const ServiceConnection& use : uses) {
        figures.requests += use.requests;
        const bool closed =
            use.end.by == ConnectionEnd::By::kClient || use.end.by == ConnectionEnd::By::kServer;
        figures.closed_after_one_request += closed && use.requests == 1;
    }
    return figures;
}

}  // namespace

/// Sums up one service in parts, none of which takes long even where it has a million connections.
class ServiceSum {
  public:
    ServiceSum(const Address& client, const Address& server, std::uint16_t port,
               const std::vector<ServiceConnection>& uses)
        : uses_(uses) {
        service_.client = client;
        service_.server = server;
        service_.port = port;
        service_.connections = static_cast<std::uint32_t>(uses.size());
    }

    /// Does the next part; false when there was none left.
    bool step() {
        switch (part_) {
            case 0:
                open_.emplace(uses_);
                service_.peak_open = open_->peak();
                break;
            case 1:
                if (measureMore()) return true;
                break;
            case 2:
                service_.lifetime = Quantiles<Duration>::of(samples_.lifetimes);
                break;
            case 3:
                service_.idle_before_close = idlesOfBoth();
                break;
            case 4:
                service_.longest_idle = Quantiles<Duration>::of(samples_.longest_idles);
                break;
            case 5:
                service_.requests = Quantiles<std::uint32_t>::of(samples_.requests);
                break;
            case 6:
                countEnds();
                break;
            default:
                return false;
        }
        ++part_;
        return true;
    }
    /// The statistics, when no part is left.
    const ServiceStatistics& service() const { return service_; }
    const ServiceSamples& samples() const { return samples_; }

  private:
    /// False when all are measured.
    bool measureMore() {
        const std::size_t end = std::min(uses_.size(), measured_ + kAtOnce);
        for (; measured_ < end; ++measured_) measure(uses_[measured_], *open_, samples_);
        return measured_ < uses_.size();
    }

    Quantiles<Duration> idlesOfBoth() const {
        std::vector<Duration> idles = samples_.idles_of_client;
        idles.insert(idles.end(), samples_.idles_of_server.begin(), samples_.idles_of_server.end());
        return Quantiles<Duration>::of(idles);
    }

    void countEnds() {
        for (const ServiceConnection& use : uses_) {
            countEnd(use, service_);
            service_.one_request += use.requests == 1;
            service_.closed_after_one_more += use.end.by == ConnectionEnd::By::kClient &&
                                              use.requests > 1 &&
                                              use.idle_before_end <= service_.longest_idle.p90;
        }
        service_.pool_figures = poolFigures(uses_, service_, samples_);
        service_.pool = judgePool(service_.pool_figures);
    }

    const std::vector<ServiceConnection>& uses_;
    ServiceStatistics service_;
    std::optional<OpenCount> open_;
    ServiceSamples samples_;
    std::size_t measured_ = 0;
    int part_ = 0;
};

ServiceStatisticsMaker::ServiceStatisticsMaker(const CaptureAnalysis& analysis, Selection selection,
                                               Listener listener)
    : analysis_(analysis),
      selection_(std::move(selection)),
      first_of_(analysis),
      listener_(std::move(listener)),
      connections_(analysis.connections().size()) {}

ServiceStatisticsMaker::~ServiceStatisticsMaker() = default;

bool ServiceStatisticsMaker::step() {
    for (std::size_t i = 0; i < kAtOnce; ++i) {
        if (next_connection_ < connections_) {
            group(next_connection_++);
        } else if (!uses_.empty()) {
            ranking_.add(uses_.extract(uses_.begin()));
        } else {
            return (!listener_ && ranking_.step()) || sumUpServices();
        }
    }
    return true;
}

void ServiceStatisticsMaker::group(std::size_t index) {
    if (analysis_.connections().isLoneSyn(index) || !isSelected(selection_, index)) return;
    const Connection& connection = analysis_.connections()[index];
    if (!connection.hasData()) return;
    const Side client = connection.client();
    const Side server = opposite(client);
    uses_[{first_of_(connection.host(client)), first_of_(connection.host(server)),
           connection.port(server)}]
        .emplace_back(analysis_, connection);
}

bool ServiceStatisticsMaker::Busier::operator()(const Uses::node_type& a,
                                                const Uses::node_type& b) const {
    return a.mapped().size() > b.mapped().size();
}

bool ServiceStatisticsMaker::sumUpServices() {
    std::vector<Uses::node_type>& ranked = ranking_.items();
    services_.reserve(listener_ ? 0 : ranked.size());
    for (std::size_t handled = 0; next_rank_ < ranked.size() && handled < kAtOnce;) {
        Uses::node_type& service = ranked[next_rank_];
        if (!sum_) {
            const auto& [client, server, port] = service.key();
            sum_ = std::make_unique<ServiceSum>(analysis_.hosts()[client].address,
                                                analysis_.hosts()[server].address, port,
                                                service.mapped());
        }
        handled += service.mapped().size();
        if (sum_->step()) continue;
        if (listener_) {
            listener_(sum_->service(), sum_->samples());
        } else {
            services_.push_back(sum_->service());
        }
        sum_.reset();
        service = {};
        ++next_rank_;
    }
    return next_rank_ < ranked.size();
}

std::vector<ServiceStatistics> ServiceStatisticsMaker::take() {
    return std::move(services_);
}

}  // namespace finrst
