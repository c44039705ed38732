// SPDX-License-Identifier: GPL-2.0-or-later
#include "service_statistics.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace finrst {

namespace {

/// Who ended a connection, and when.
struct End {
    enum class By : std::uint8_t { kClient, kServer, kReset, kNobody };
    By by = By::kNobody;
    Time time;
};

struct Use {
    const Connection* connection;
    Time begin;
    End end;
};

End endOf(const CaptureAnalysis& analysis, const Connection& connection) {
    const Side client = connection.client();
    End end{End::By::kNobody, Time::max()};
    const auto consider = [&](End::By by, Time time) {
        if (time < end.time) end = {by, time};
    };
    const Endpoint& from_client = connection.end(client);
    const Endpoint& from_server = connection.end(opposite(client));
    if (from_client.sentFin()) consider(End::By::kClient, from_client.fin_time);
    if (from_server.sentFin()) consider(End::By::kServer, from_server.fin_time);
    if (connection.isReset()) {
        consider(End::By::kReset, analysis.resets()[connection.firstReset()].time);
    }
    return end;
}

Duration idleBefore(const Use& use) {
    return std::max(Duration::zero(), use.end.time - use.connection->lastDataTime());
}

/// How many connections are open at the end of each use, in the order of `uses`, itself not
/// counted.
std::vector<std::uint32_t> leftOpen(const std::vector<Use>& uses) {
    std::vector<Time> begins, ends;
    for (const Use& use : uses) {
        begins.push_back(use.begin);
        ends.push_back(use.end.time);
    }
    std::sort(begins.begin(), begins.end());
    std::sort(ends.begin(), ends.end());
    std::vector<std::uint32_t> left;
    for (const Use& use : uses) {
        const auto begun = std::upper_bound(begins.begin(), begins.end(), use.end.time);
        const auto ended = std::upper_bound(ends.begin(), ends.end(), use.end.time);
        left.push_back(
            static_cast<std::uint32_t>((begun - begins.begin()) - (ended - ends.begin())));
    }
    return left;
}

std::uint32_t peakOpen(const std::vector<Use>& uses) {
    std::vector<std::pair<Time, int>> changes;
    for (const Use& use : uses) {
        changes.emplace_back(use.begin, +1);
        changes.emplace_back(use.end.time, -1);
    }
    std::sort(changes.begin(), changes.end());
    int open = 0, peak = 0;
    for (const auto& [time, change] : changes) peak = std::max(peak, open += change);
    return static_cast<std::uint32_t>(peak);
}

void countEnd(const Use& use, ServiceStatistics& service) {
    switch (use.end.by) {
        case End::By::kClient:
            ++service.closed_by_client;
            break;
        case End::By::kServer:
            ++service.closed_by_server;
            break;
        case End::By::kReset:
            ++service.reset;
            break;
        case End::By::kNobody:
            ++service.open;
            break;
    }
}

/// The figures of single connections, before they become quantiles.
struct Samples {
    std::vector<Duration> lifetimes;
    std::vector<Duration> idles;
    std::vector<Duration> longest_idles;
    std::vector<std::uint32_t> requests;
    std::vector<std::uint32_t> left_open;
};

Samples measure(const std::vector<Use>& uses) {
    Samples samples;
    const std::vector<std::uint32_t> left = leftOpen(uses);
    for (std::size_t i = 0; i < uses.size(); ++i) {
        const Use& use = uses[i];
        const std::uint32_t requests = use.connection->requests();
        samples.requests.push_back(requests);
        if (requests > 1) samples.longest_idles.push_back(use.connection->longestIdle());
        if (use.end.by == End::By::kNobody) continue;
        samples.lifetimes.push_back(use.end.time - use.begin);
        if (use.end.by == End::By::kReset) continue;
        samples.idles.push_back(idleBefore(use));
        if (use.end.by == End::By::kClient) samples.left_open.push_back(left[i]);
    }
    return samples;
}

PoolFigures poolFigures(const std::vector<Use>& uses, const ServiceStatistics& service,
                        Samples& samples) {
    PoolFigures figures;
    figures.connections = service.connections;
    figures.closed_by_client = service.closed_by_client;
    figures.closed_by_server = service.closed_by_server;
    figures.closed_after_one_more = service.closed_after_one_more;
    figures.idle_before_close = service.idle_before_close;
    figures.longest_idle = service.longest_idle;
    figures.left_open = Quantiles<std::uint32_t>::of(samples.left_open);
    for (const Use& use : uses) {
        figures.requests += use.connection->requests();
        figures.closed_after_one_request +=
            use.end.by == End::By::kClient && use.connection->requests() <= 1;
    }
    return figures;
}

ServiceStatistics sumUp(const CaptureAnalysis& analysis, const std::vector<Use>& uses) {
    ServiceStatistics service;
    const Connection& first = *uses.front().connection;
    service.client = analysis.hostOf(first, first.client()).address;
    service.server = analysis.hostOf(first, opposite(first.client())).address;
    service.port = first.port(opposite(first.client()));
    service.connections = static_cast<std::uint32_t>(uses.size());
    service.peak_open = peakOpen(uses);

    Samples samples = measure(uses);
    service.lifetime = Quantiles<Duration>::of(samples.lifetimes);
    service.idle_before_close = Quantiles<Duration>::of(samples.idles);
    service.longest_idle = Quantiles<Duration>::of(samples.longest_idles);
    service.requests = Quantiles<std::uint32_t>::of(samples.requests);
    for (const Use& use : uses) {
        countEnd(use, service);
        service.one_request += use.connection->requests() == 1;
        service.closed_after_one_more += use.end.by == End::By::kClient &&
                                         use.connection->requests() > 1 &&
                                         idleBefore(use) <= service.longest_idle.p90;
    }
    PoolFinding found = judgePool(poolFigures(uses, service, samples));
    service.pool = found.pool;
    service.pool_evidence = std::move(found.evidence);
    return service;
}

using ServiceKey = std::tuple<std::uint32_t, std::uint32_t, std::uint16_t>;

std::map<ServiceKey, std::vector<Use>> groupByService(const CaptureAnalysis& analysis,
                                                      const Selection& selection) {
    std::map<ServiceKey, std::vector<Use>> services;
    for (std::size_t i = 0; i < analysis.connections().size(); ++i) {
        const Connection& connection = analysis.connections()[i];
        if (!connection.hasData() || !isSelected(selection, i)) continue;
        const Side client = connection.client();
        const Side server = opposite(client);
        services[{connection.host(client), connection.host(server), connection.port(server)}]
            .push_back({&connection, connection.firstTime(), endOf(analysis, connection)});
    }
    return services;
}

}  // namespace

std::vector<ServiceStatistics> serviceStatistics(const CaptureAnalysis& analysis,
                                                 const Selection& selection) {
    std::vector<ServiceStatistics> services;
    for (const auto& [key, uses] : groupByService(analysis, selection)) {
        services.push_back(sumUp(analysis, uses));
    }
    std::stable_sort(services.begin(), services.end(),
                     [](const auto& a, const auto& b) { return a.connections > b.connections; });
    return services;
}

}  // namespace finrst
