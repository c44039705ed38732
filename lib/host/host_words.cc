// SPDX-License-Identifier: GPL-2.0-or-later
#include "host/host_words.h"

#include "joined_trace.h"

#include <algorithm>
#include <ctime>
#include <utility>

namespace finrst {

namespace {

constexpr std::string_view kOverflows = "TcpExtTCPTimeWaitOverflow";
constexpr std::string_view kResets = "TcpOutRsts";
constexpr std::string_view kBuckets = "SockstatTCP_tw";

/// "2026-11-29 18:05:51 UTC"
std::string dayAndTime(Time time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(
        std::chrono::time_point_cast<std::chrono::system_clock::duration>(time));
    std::tm parts{};
    if (gmtime_r(&seconds, &parts) == nullptr) return "an unknown time";
    char text[64];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts);
    return text;
}

/// How far a counter moved between the counts of a capture's begin and end; empty: not told.
std::optional<std::uint64_t> moved(const HostCounters& before, const HostCounters& after,
                                   std::string_view name) {
    const auto from = before.find(name);
    const auto to = after.find(name);
    // What has not moved since the host was started may be left out of all but the first.
    if (!to || *to < from.value_or(0)) return std::nullopt;
    return *to - from.value_or(0);
}

}  // namespace

class HostWords::OneRecord {
  public:
    OneRecord(std::string file, HostRecord record)
        : file_(std::move(file)), record_(std::move(record)), trace_(record_) {}

    void tell(CaptureAnalysis& analysis, std::uint32_t first) {
        if (record_.traced) trace_.tell(analysis, first);
        for (; next_host_ < analysis.hosts().size(); ++next_host_) {
            const Address& address = analysis.hosts()[next_host_].address;
            const bool is_new =
                std::find(addresses_.begin(), addresses_.end(), address) == addresses_.end();
            if (is_new && owns(address)) addresses_.push_back(address);
        }
    }
    /// Hosts are renumbered: those that there are may be known.
    void lookAgain() { next_host_ = 0; }

    HostFinding finding(const CaptureAnalysis& analysis) const {
        HostFinding found;
        found.file = file_;
        found.name = record_.name;
        found.addresses = addresses_;
        found.refusal = refusalFor(analysis);
        found.bucket_limit = record_.setting("net.ipv4.tcp_max_tw_buckets");
        found.fin_timeout = record_.setting("net.ipv4.tcp_fin_timeout");
        if (!found.refusal.empty()) return found;
        found.traced = record_.traced;
        if (foundPairs()) found.clock_offset = trace_.offset();
        found.agrees = trace_.agrees;
        found.contradicted = trace_.contradicted;
        found.untraced = trace_.untraced;
        found.of_others = trace_.ofOthers();
        found.not_captured = trace_.countNotCaptured(analysis.firstTime(), analysis.lastTime());
        count(analysis, found);
        return found;
    }

  private:
    bool owns(const Address& address) const { return !isLoopback(address) && trace_.owns(address); }
    bool foundPairs() const { return trace_.agrees > 0 || !trace_.contradicted.empty(); }
    Duration offset() const { return trace_.offset().value_or(Duration::zero()); }

    /// Empty where the record is of a host of the capture, and of its time.
    std::string refusalFor(const CaptureAnalysis& analysis) const {
        if (addresses_.empty() && !record_.addresses.empty()) return refusalOfHost();
        const bool is_dated = !record_.counters.empty() && record_.counters.front().time &&
                              record_.counters.back().time;
        if (is_dated && !foundPairs()) {
            const Time begin = *record_.counters.front().time;
            const Time end = *record_.counters.back().time;
            if (analysis.lastTime() < begin || end < analysis.firstTime()) {
                return "was taken from " + dayAndTime(begin) + " to " + dayAndTime(end) +
                       ", but the capture from " + dayAndTime(analysis.firstTime()) + " to " +
                       dayAndTime(analysis.lastTime()) + ".";
            }
        }
        if (!record_.traced || record_.resets.empty() || foundPairs()) return {};
        if (trace_.offset() && !trace_.isSteady()) {
            return "holds RSTs of the same addresses and ports, but their times do not go with "
                   "those of the capture: it is of another time.";
        }
        if (!record_.addresses.empty()) return {};
        return "holds none of the RSTs of the capture: it is of another host or another time.";
    }

    std::string refusalOfHost() const {
        std::string own;
        for (const Address& address : record_.addresses) {
            if (isLoopback(address)) continue;
            own += (own.empty() ? "" : ", ") + address.toString();
        }
        return "is of a host that is not in the capture (" + own + ").";
    }

    void count(const CaptureAnalysis& analysis, HostFinding& found) const {
        const std::vector<HostCounters>& counts = record_.counters;
        if (counts.empty()) return;
        const Time begin = analysis.firstTime() - offset();
        const Time end = analysis.lastTime() - offset();
        std::size_t first = 0;
        std::size_t last = counts.size() - 1;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (counts[i].time && *counts[i].time <= begin) first = i;
            if (counts[i].time && *counts[i].time >= end) {
                last = i;
                break;
            }
        }
        for (std::size_t i = first; i <= last; ++i) {
            const auto held = counts[i].find(kBuckets);
            if (held) found.buckets_peak = std::max(found.buckets_peak.value_or(0), *held);
        }
        if (first >= last) return;
        found.refused_buckets = movedOf(counts, first, last, kOverflows);
        found.resets_sent = movedOf(counts, first, last, kResets);
        if (counts[first].time && counts[last].time) {
            found.counted_longer = (*counts[last].time - *counts[first].time) - (end - begin);
        }
    }

    /// finrst-collect leaves out, between its first and last count, what is still zero.
    static std::optional<std::uint64_t> movedOf(const std::vector<HostCounters>& counts,
                                                std::size_t first, std::size_t last,
                                                std::string_view name) {
        const bool is_told = counts.front().find(name) || counts.back().find(name);
        if (!is_told) return std::nullopt;
        if (!counts[last].find(name)) return 0;
        return moved(counts[first], counts[last], name);
    }

    std::string file_;
    HostRecord record_;
    JoinedTrace trace_;
    std::vector<Address> addresses_;
    std::size_t next_host_ = 0;
};

HostWords::HostWords() = default;
HostWords::HostWords(HostWords&&) noexcept = default;
HostWords& HostWords::operator=(HostWords&&) noexcept = default;
HostWords::~HostWords() = default;

void HostWords::add(std::string file, HostRecord record) {
    records_.push_back(std::make_unique<OneRecord>(std::move(file), std::move(record)));
}

bool HostWords::empty() const {
    return records_.empty();
}

void HostWords::tell(CaptureAnalysis& analysis) {
    if (records_.empty()) return;
    const StableVector<Reset>& resets = analysis.resets();
    const auto first =
        static_cast<std::uint32_t>(std::upper_bound(resets.begin(), resets.end(), last_frame_,
                                                    [](std::uint32_t frame, const Reset& reset) {
                                                        return frame < reset.frame;
                                                    }) -
                                   resets.begin());
    for (const auto& record : records_) {
        record->lookAgain();
        record->tell(analysis, first);
    }
    if (resets.size() > 0) last_frame_ = resets.back().frame;
}

std::vector<HostFinding> HostWords::findings(const CaptureAnalysis& analysis) const {
    std::vector<HostFinding> found;
    for (const auto& record : records_) found.push_back(record->finding(analysis));
    return found;
}

}  // namespace finrst
