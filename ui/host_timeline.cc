// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_timeline.h"

#include "text.h"

#include <algorithm>

namespace finrst {

namespace {

std::uint32_t firstResetOf(const CaptureAnalysis& analysis, const Address& host,
                           std::int64_t second) {
    const Time begin = analysis.firstTime() + std::chrono::seconds(second);
    for (const Reset& reset : analysis.resets()) {
        if (reset.time < begin || reset.is_copy) continue;
        const Connection& connection = analysis.connectionOf(reset);
        if (analysis.hostOf(connection, reset.sender).address == host) return reset.frame;
    }
    return 0;
}

/// Of closes that are seen it is known which had a bucket: the limit is between the most that were
/// held then, and those that the first one without met.
std::optional<BucketLimit> limitOf(const CaptureAnalysis& analysis, const HostStatistics& host) {
    if (!host.tw_bucket_limit) return std::nullopt;
    const std::uint32_t likeliest = *host.tw_bucket_limit;
    if (host.limit_is_lower_bound) return BucketLimit{likeliest, std::nullopt};
    if (!host.limit_is_known) {
        for (const Host& known : analysis.hosts()) {
            if (known.address != host.address) continue;
            const auto limit = known.buckets.limit();
            if (limit) return BucketLimit{limit->least, limit->most};
        }
    }
    return BucketLimit{likeliest, likeliest, host.limit_is_known};
}

CountedBuckets countedOf(const Report& report, const Address& host) {
    CountedBuckets counted;
    for (const HostFinding& finding : report.host_findings) {
        const auto& own = finding.addresses;
        if (std::find(own.begin(), own.end(), host) == own.end()) continue;
        for (const HeldCount& count : finding.buckets_held) {
            counted.times << seconds(count.time - report.start);
            counted.counts << static_cast<double>(count.held);
        }
    }
    return counted;
}

}  // namespace

const Reset* resetIn(const CaptureAnalysis& analysis, std::uint32_t frame) {
    const StableVector<Reset>& resets = analysis.resets();
    const auto found = std::lower_bound(
        resets.begin(), resets.end(), frame,
        [](const Reset& reset, std::uint32_t wanted) { return reset.frame < wanted; });
    return found != resets.end() && found->frame == frame ? &*found : nullptr;
}

void showHost(ReportFeed& feed, const HostStatistics* host, TimelinePlot& plot) {
    const CaptureAnalysis* analysis = feed.analysis();
    if (host == nullptr || analysis == nullptr) {
        const double end = analysis != nullptr ? seconds(feed.report()->duration()) : 1;
        plot.setHost(nullptr, end, -1, {}, {}, {});
        return;
    }
    const Reset* first_refused =
        host->onset_frame ? resetIn(*analysis, static_cast<std::uint32_t>(*host->onset_frame))
                          : nullptr;
    const double onset =
        first_refused != nullptr ? seconds(first_refused->time - analysis->firstTime()) : -1;
    plot.setHost(host, seconds(feed.report()->duration()), onset, limitOf(*analysis, *host),
                 countedOf(*feed.report(), host->address),
                 [&feed](const Address& address, std::int64_t second) -> std::uint32_t {
                     const CaptureAnalysis* now = feed.analysis();
                     return now != nullptr ? firstResetOf(*now, address, second) : 0;
                 });
}

}  // namespace finrst
