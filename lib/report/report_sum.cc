// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/report_sum.h"

#include "analysis/bucket_table.h"
#include "analysis/host_seconds.h"
#include "analysis/log_histogram.h"
#include "heaviest.h"
#include "report/diagnosis.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace finrst {

namespace {

/// The seconds of a host that are kept: an hour, or its share, which has room for a bucket's life.
std::int64_t secondsOfEach(std::size_t hosts) {
    constexpr std::size_t kHour = 3600;
    constexpr std::size_t kLeast = kTimeWaitLength / std::chrono::seconds(1);
    return static_cast<std::int64_t>(std::clamp(ReportSum::kSeconds / hosts, kLeast, kHour));
}

double secondsOf(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

template <typename Count>
Count least(Count a, Count b) {
    return !a ? b : !b ? a : std::min(a, b);
}

/// Adds what one report says of a host to what others said, and keeps its seconds from `first` on.
void addTo(HostStatistics& sum, const HostStatistics& host, std::int64_t first) {
    sum.resets_sent += host.resets_sent;
    for (std::size_t i = 0; i < kVerdicts; ++i) {
        sum.resets_by_verdict[i] += host.resets_by_verdict[i];
    }
    sum.active_closes += host.active_closes;
    sum.passive_closes += host.passive_closes;
    sum.missing_socket_resets += host.missing_socket_resets;
    sum.overflow_resets += host.overflow_resets;
    sum.silent_overflows += host.silent_overflows;
    sum.onset_frame = least(sum.onset_frame, host.onset_frame);
    sum.tw_buckets_needed = std::max(sum.tw_buckets_needed, host.tw_buckets_needed);
    // Each report lacks the buckets of the others: a full table seems smaller to it than it is.
    sum.tw_bucket_limit = std::max(sum.tw_bucket_limit, host.tw_bucket_limit);
    sum.limit_is_known = host.limit_is_known;
    sum.limit_is_lower_bound = sum.tw_bucket_limit && !sum.limit_is_known;
    sum.seconds = sumOf(sum.seconds, host.seconds, first);
    sum.tw_buckets_peak = std::max(sum.tw_buckets_peak, host.tw_buckets_peak);
    for (const HostSecond& second : sum.seconds) {
        sum.tw_buckets_peak = std::max(sum.tw_buckets_peak, second.tw_buckets);
    }
}

void addTo(ServiceStatistics& sum, const ServiceStatistics& service) {
    sum.connections += service.connections;
    sum.peak_open = std::max(sum.peak_open, service.peak_open);
    sum.closed_by_client += service.closed_by_client;
    sum.closed_by_server += service.closed_by_server;
    sum.reset += service.reset;
    sum.open += service.open;
    sum.one_request += service.one_request;
    sum.closed_after_one_more += service.closed_after_one_more;
    sum.pool_figures.requests += service.pool_figures.requests;
    sum.pool_figures.closed_after_one_request += service.pool_figures.closed_after_one_request;
}

void addTo(LogHistogram& histogram, const std::vector<Duration>& durations) {
    for (const Duration duration : durations) {
        histogram.add(static_cast<std::uint64_t>(std::max(Duration::zero(), duration).count()));
    }
}

void addTo(LogHistogram& histogram, const std::vector<std::uint32_t>& counts) {
    for (const std::uint32_t count : counts) histogram.add(count);
}

template <typename Value>
Quantiles<Value> quantilesOf(const LogHistogram& histogram) {
    const auto as = [](std::uint64_t value) { return Value(static_cast<Value>(value)); };
    const Quantiles<std::uint64_t> found = histogram.quantiles();
    return {as(found.min), as(found.p10), as(found.median), as(found.p90), as(found.max)};
}

struct OfHost {
    HostStatistics sum;
    bool is_sum = false;  ///< of several reports
    double closes = 0;    ///< that asked for a bucket
};

struct OfService {
    explicit OfService(const ServiceStatistics& service) : sum(service) {}

    void add(const ServiceSamples& samples) {
        addTo(lifetimes, samples.lifetimes);
        for (LogHistogram* idles : {&idles_of_both, &idles_of_client}) {
            addTo(*idles, samples.idles_of_client);
        }
        for (LogHistogram* idles : {&idles_of_both, &idles_of_server}) {
            addTo(*idles, samples.idles_of_server);
        }
        addTo(longest_idles, samples.longest_idles);
        addTo(requests, samples.requests);
        addTo(left_open, samples.left_open);
    }

    /// Of the sum of several reports.
    void makeQuantiles() {
        sum.lifetime = quantilesOf<Duration>(lifetimes);
        sum.idle_before_close = quantilesOf<Duration>(idles_of_both);
        sum.longest_idle = quantilesOf<Duration>(longest_idles);
        sum.requests = quantilesOf<std::uint32_t>(requests);
        PoolFigures& figures = sum.pool_figures;
        figures.connections = sum.connections;
        figures.closed_by_client = sum.closed_by_client;
        figures.closed_by_server = sum.closed_by_server;
        figures.closed_after_one_more = sum.closed_after_one_more;
        figures.idle_before_client_close = quantilesOf<Duration>(idles_of_client);
        figures.idle_before_server_close = quantilesOf<Duration>(idles_of_server);
        figures.longest_idle = sum.longest_idle;
        figures.left_open = quantilesOf<std::uint32_t>(left_open);
        sum.pool = judgePool(figures);
    }

    ServiceStatistics sum;
    bool is_sum = false;  ///< of several reports
    LogHistogram lifetimes;
    LogHistogram idles_of_both;
    LogHistogram idles_of_client;
    LogHistogram idles_of_server;
    LogHistogram longest_idles;
    LogHistogram requests;
    LogHistogram left_open;
};

}  // namespace

struct ReportSum::Impl {
    using ServiceKey = std::tuple<Address, Address, std::uint16_t>;

    /// Of a capture that is so long by now.
    void add(HostStatistics host, Duration span);
    void add(const ServiceStatistics& service, const ServiceSamples& samples);
    std::vector<HostStatistics> takeHosts(Duration span);
    std::vector<ServiceStatistics> takeServices();

    Report sum;
    QualityCounts quality;
    Incidents incidents;
    Heaviest<Address, OfHost> hosts{kMost};
    Heaviest<ServiceKey, OfService> services{kMost};
};

void ReportSum::Impl::add(HostStatistics host, Duration span) {
    const Address address = host.address;
    const double closes = host.closes_per_second * secondsOf(span);
    OfHost* known = hosts.find(address);
    if (known == nullptr) {
        hosts.add(address, {std::move(host), false, closes});
        hosts.trim([](const OfHost& kept) { return kept.sum.weight(); });
        return;
    }
    const std::int64_t now = std::chrono::floor<std::chrono::seconds>(span).count();
    addTo(known->sum, host, now - secondsOfEach(hosts.items().size()));
    known->closes += closes;
    known->is_sum = true;
}

void ReportSum::Impl::add(const ServiceStatistics& service, const ServiceSamples& samples) {
    const ServiceKey key(service.client, service.server, service.port);
    OfService* known = services.find(key);
    if (known == nullptr) {
        known = &services.add(key, OfService(service));
    } else {
        addTo(known->sum, service);
        known->is_sum = true;
    }
    known->add(samples);
    services.trim([](const OfService& kept) { return kept.sum.connections; });
}

std::vector<HostStatistics> ReportSum::Impl::takeHosts(Duration span) {
    std::vector<HostStatistics> taken;
    for (auto& [address, host] : hosts.items()) {
        if (host.is_sum) {
            host.sum.closes_per_second = host.closes / secondsOf(span);
            const double of_a_life = host.sum.closes_per_second * secondsOf(kTimeWaitLength);
            host.sum.tw_buckets_needed = std::max(host.sum.tw_buckets_needed,
                                                  static_cast<std::uint32_t>(std::ceil(of_a_life)));
        }
        taken.push_back(std::move(host.sum));
    }
    std::sort(taken.begin(), taken.end(),
              [](const auto& a, const auto& b) { return HostRank(a) < HostRank(b); });
    return taken;
}

std::vector<ServiceStatistics> ReportSum::Impl::takeServices() {
    std::vector<ServiceStatistics> taken;
    for (auto& [key, service] : services.items()) {
        if (service.is_sum) service.makeQuantiles();
        taken.push_back(service.sum);
    }
    std::stable_sort(taken.begin(), taken.end(),
                     [](const auto& a, const auto& b) { return a.connections > b.connections; });
    return taken;
}

ReportSum::ReportSum() : impl_(std::make_unique<Impl>()) {}

ReportSum::~ReportSum() = default;

std::vector<std::uint32_t> ReportSum::add(const CaptureAnalysis& analysis,
                                          const std::vector<bool>& covered) {
    Report& sum = impl_->sum;
    sum.flows.clear();
    for (std::uint32_t i = 0; i < analysis.resets().size(); ++i) {
        if (!covered[analysis.resets()[i].connection]) continue;
        countReset(analysis, i, sum);
        impl_->incidents.add(analysis, i);
    }
    sum.connections += static_cast<std::uint32_t>(std::count(covered.begin(), covered.end(), true));
    HostStatisticsMaker hosts(analysis, covered, [&](HostStatistics host) {
        impl_->add(std::move(host), spanOf(analysis));
    });
    ServiceStatisticsMaker services(
        analysis, covered,
        [&](const auto& service, const auto& samples) { impl_->add(service, samples); });
    CaptureQualityMaker quality(analysis, covered);
    // In turns: of many connections, those that one of them looks at are at hand for the others.
    while (hosts.step() | services.step() | quality.step()) {
    }
    impl_->quality += quality.counts();
    if (!sum.recording) sum.recording = recordingOf(analysis, sum.flows);
    return sum.flows;
}

IncidentPlace ReportSum::placeOf(const CaptureAnalysis& analysis, const Reset& reset) const {
    return impl_->incidents.placeOf(analysis, reset);
}

Report ReportSum::take(const CaptureAnalysis& analysis, const Recorder& recorder) {
    Report& sum = impl_->sum;
    sum.flows.clear();
    sum.segments = analysis.segments();
    sum.start = analysis.firstTime();
    sum.end = analysis.lastTime();
    sum.hosts = impl_->takeHosts(spanOf(analysis));
    sum.services = impl_->takeServices();
    sum.quality = findQuality(impl_->quality, analysis.frameSigns(), analysis.segments(), recorder);
    if (sum.quality.empty()) sum.recording.reset();
    sum.incidents = impl_->incidents.take();
    sum.grouping = std::move(impl_->incidents);
    DiagnosisMaker diagnosis(sum, analysis.settings());
    while (diagnosis.step()) {
    }
    return std::move(sum);
}

}  // namespace finrst
