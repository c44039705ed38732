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
        plot.setHost(nullptr, 1, -1, {}, {});
        return;
    }
    const Reset* first_refused =
        host->onset_frame ? resetIn(*analysis, static_cast<std::uint32_t>(*host->onset_frame))
                          : nullptr;
    const double onset =
        first_refused != nullptr ? seconds(first_refused->time - analysis->firstTime()) : -1;
    plot.setHost(host, seconds(feed.report()->duration()), onset,
                 countedOf(*feed.report(), host->address),
                 [&feed](const Address& address, std::int64_t second) -> std::uint32_t {
                     const CaptureAnalysis* now = feed.analysis();
                     return now != nullptr ? firstResetOf(*now, address, second) : 0;
                 });
}

}  // namespace finrst
