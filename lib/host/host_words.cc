// SPDX-License-Identifier: GPL-2.0-or-later
#include "host/host_words.h"

#include "counter_names.h"
#include "joined_trace.h"
#include "refusal_count.h"

#include <algorithm>
#include <ctime>
#include <utility>

namespace finrst {

namespace {

constexpr std::string_view kResets = "TcpOutRsts";
constexpr std::string_view kBuckets = "SockstatTCP_tw";
/// Between a segment of the capture and a count of the host: clocks that pairs compared, and
/// others.
constexpr Duration kComparedClocks = std::chrono::seconds(1);
constexpr Duration kOtherClocks = std::chrono::seconds(5);
constexpr std::uint64_t kLongestFinTimeout = 86400;

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

HostSettings settingsOf(const HostRecord& record) {
    HostSettings settings;
    const auto seconds = record.setting("net.ipv4.tcp_fin_timeout");
    if (seconds && *seconds >= 1 && *seconds <= kLongestFinTimeout) {
        settings.fin_timeout = std::chrono::seconds(*seconds);
    }
    const auto limit = record.setting("net.ipv4.tcp_max_tw_buckets");
    if (limit && *limit > 0 && *limit <= UINT32_MAX) {
        settings.max_tw_buckets = static_cast<std::uint32_t>(*limit);
    }
    return settings;
}

}  // namespace

class HostWords::OneRecord {
  public:
    OneRecord(std::string file, HostRecord record)
        : file_(std::move(file)),
          record_(std::move(record)),
          settings_(settingsOf(record_)),
          trace_(record_),
          refusals_(record_) {}

    const HostRecord& record() const { return record_; }
    const HostSettings& settings() const { return settings_; }
    /// The same for a capture that is not compared with the record yet: with when they were told.
    HostSettings settingsThen() const {
        HostSettings then = settings_;
        const std::vector<HostCounters>& counts = record_.counters;
        if (isDated()) then.told = {*counts.front().time, *counts.back().time};
        return then;
    }
    bool belongsTo(const CaptureAnalysis& analysis) const { return refusalFor(analysis).empty(); }
    /// Of its host's addresses, those that the capture holds.
    const std::vector<Address>& addresses() const { return addresses_; }

    /// The record of this host holds more than before, behind what it held.
    void grow(HostRecord record) {
        is_of_this_host_ = true;
        record_ = std::move(record);
        settings_ = settingsOf(record_);
        refusals_ = RefusalCount(record_);
        trace_.grow();
    }
    /// Until when the record tells, by the capture's clock.
    Time reach() const {
        if (record_.trace_end) return *record_.trace_end + offset();
        const bool is_dated = !record_.counters.empty() && record_.counters.back().time;
        return is_dated ? *record_.counters.back().time + offset() : Time::min();
    }

    void tell(CaptureAnalysis& analysis, std::uint32_t first, std::uint32_t end) {
        if (record_.traced) trace_.tell(analysis, first, end);
        for (; next_host_ < analysis.hosts().size(); ++next_host_) {
            const Address& address = analysis.hosts()[next_host_].address;
            const bool is_new =
                std::find(addresses_.begin(), addresses_.end(), address) == addresses_.end();
            if (is_new && owns(address)) addresses_.push_back(address);
        }
    }
    /// Says of the closes that the host's RSTs show to have lacked a bucket whether its table was
    /// full.
    void tellOfTable(CaptureAnalysis& analysis, std::uint32_t first, std::uint32_t end) const {
        const Duration slack = foundPairs() ? kComparedClocks : kOtherClocks;
        for (std::uint32_t i = first; i < end; ++i) {
            const Reset& reset = analysis.resets()[i];
            const Connection& connection = analysis.connectionOf(reset);
            if (connection.firstReset() != i || !connection.end(reset.sender).finAcked()) continue;
            if (!owns(analysis.hostOf(connection, reset.sender).address)) continue;
            const TableWord word = refusals_.wordOf(connection.finAckTime(reset.sender) - offset(),
                                                    reset.time - offset(), slack);
            // Clocks that nothing compares may be far apart: no time tells then that it had room.
            const bool is_sure =
                word != TableWord::kHadRoom || foundPairs() || !refusals_.everMoved();
            if (word != TableWord::kUnknown && is_sure) analysis.hearOfTable(i, word);
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
    bool owns(const Address& address) const {
        return (is_of_this_host_ || !isLoopback(address)) && trace_.owns(address);
    }
    bool isDated() const {
        const std::vector<HostCounters>& counts = record_.counters;
        return !counts.empty() && counts.front().time && counts.back().time;
    }
    bool foundPairs() const { return trace_.agrees > 0 || !trace_.contradicted.empty(); }
    Duration offset() const { return trace_.offset().value_or(Duration::zero()); }

    /// Empty where the record is of a host of the capture, and of its time.
    std::string refusalFor(const CaptureAnalysis& analysis) const {
        if (is_of_this_host_) return {};  // though the capture may not hold any of its packets
        if (addresses_.empty() && !record_.addresses.empty()) return refusalOfHost();
        if (isDated() && !foundPairs()) {
            const Time begin = *record_.counters.front().time;
            const Time end = *record_.counters.back().time;
            if (analysis.lastTime() < begin || end < analysis.firstTime()) {
                return "was taken from " + dayAndTime(begin) + " to " + dayAndTime(end) +
                       ", but the capture from " + dayAndTime(analysis.firstTime()) + " to " +
                       dayAndTime(analysis.lastTime()) + ".";
            }
        }
        if (!record_.traced || record_.resets.empty() || foundPairs()) return {};
        if (trace_.isOpen()) {
            return "holds RSTs of the same addresses and ports that go with those of the capture "
                   "at more than one time: which of them were captured is not known.";
        }
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
        return own.empty() ? "names no address of its host but that of the loopback."
                           : "is of a host that is not in the capture (" + own + ").";
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
            if (!held) continue;
            found.buckets_peak = std::max(found.buckets_peak.value_or(0), *held);
            if (counts[i].time) found.buckets_held.push_back({*counts[i].time + offset(), *held});
        }
        if (first >= last) return;
        found.refused_buckets = movedOf(counts, first, last, kRefusedBuckets);
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
    bool is_of_this_host_ = false;  // every host has loopback addresses
    HostRecord record_;
    HostSettings settings_;
    JoinedTrace trace_;
    RefusalCount refusals_;
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

void HostWords::grow(std::string file, HostRecord record) {
    if (growing_ == nullptr) {
        add(std::move(file), {});
        growing_ = records_.back().get();
    }
    growing_->grow(std::move(record));
}

void HostWords::tell(CaptureAnalysis& analysis) {
    tell(analysis, static_cast<std::uint32_t>(analysis.resets().size()));
}

void HostWords::tellWhatIsReached(CaptureAnalysis& analysis) {
    const Time reach = growing_ != nullptr ? growing_->reach() : Time::max();
    auto end = static_cast<std::uint32_t>(analysis.resets().size());
    while (end > 0 && analysis.resets()[end - 1].time > reach) --end;
    tell(analysis, end);
}

void HostWords::tell(CaptureAnalysis& analysis, std::uint32_t end) {
    if (records_.empty()) return;
    const StableVector<Reset>& resets = analysis.resets();
    const auto is_later = [&](std::uint64_t frame, const Reset& reset) {
        return frame < analysis.frameInCapture(reset.frame);
    };
    const auto first = static_cast<std::uint32_t>(
        std::upper_bound(resets.begin(), resets.end(), last_frame_, is_later) - resets.begin());
    for (const auto& record : records_) {
        record->lookAgain();
        record->tell(analysis, first, end);
    }
    tellOfHosts(analysis, first, end);
    if (end > first) last_frame_ = analysis.frameInCapture(resets[end - 1].frame);
}

void HostWords::takeSettings(Settings& settings) const {
    const bool is_alone = records_.size() == 1 && records_.front()->record().addresses.empty();
    if (is_alone) {
        const HostSettings& told = records_.front()->settings();
        const bool is_default = settings.fin_timeout == Settings{}.fin_timeout;
        if (is_default) settings.fin_timeout = told.fin_timeout.value_or(settings.fin_timeout);
        if (!settings.max_tw_buckets) settings.max_tw_buckets = told.max_tw_buckets;
    }
    for (const auto& record : records_) {
        for (const Address& address : record->record().addresses) {
            settings.hosts[address] = record->settingsThen();
        }
    }
}

/// A record that does not belong to the capture may be of another host with the same addresses.
void HostWords::tellOfHosts(CaptureAnalysis& analysis, std::uint32_t first, std::uint32_t end) {
    const auto tell = [&](const OneRecord& record, const HostSettings& settings) {
        for (const Address& address : record.addresses()) analysis.learn(address, settings);
    };
    for (const auto& record : records_) {
        if (!record->belongsTo(analysis)) tell(*record, {});
    }
    for (const auto& record : records_) {
        if (!record->belongsTo(analysis)) continue;
        tell(*record, record->settings());
        record->tellOfTable(analysis, first, end);
    }
}

std::vector<HostFinding> HostWords::findings(const CaptureAnalysis& analysis) const {
    std::vector<HostFinding> found;
    for (const auto& record : records_) found.push_back(record->finding(analysis));
    return found;
}

}  // namespace finrst
