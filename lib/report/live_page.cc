// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/live_page.h"

#include "heaviest.h"
#include "report/incident_text.h"
#include "report/incidents.h"
#include "report/report.h"
#include "report/text_tables.h"
#include "text_layout.h"

#include <algorithm>
#include <deque>
#include <map>
#include <tuple>
#include <utility>

namespace finrst {

namespace {

constexpr std::size_t kMostHosts = 1024;
constexpr std::size_t kLatest = 100;  // RSTs
/// Two lines above, two empty ones, two heads of tables, and the empty one above the latest.
constexpr std::size_t kOtherLines = 7;

std::int64_t secondOf(Time time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

/// Events so far, and in the last whole second.
class Rate {
  public:
    void add(std::int64_t second) {
        if (second != second_) {
            before_ = second == second_ + 1 ? current_ : 0;
            current_ = 0;
            second_ = second;
        }
        ++current_;
        ++total_;
    }
    std::uint64_t total() const { return total_; }
    std::uint32_t lastSecond(std::int64_t now) const {
        if (now == second_) return before_;
        return now == second_ + 1 ? current_ : 0;
    }

  private:
    std::int64_t second_ = 0;
    std::uint32_t current_ = 0;
    std::uint32_t before_ = 0;
    std::uint64_t total_ = 0;
};

struct HostLine {
    std::string name;
    std::uint64_t total = 0;
    std::uint32_t last_second = 0;
    std::uint32_t buckets = 0;

    auto weight() const { return std::tuple(last_second, total, buckets); }
};

std::string clock(Duration duration) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(duration).count();
    return format("%lld:%02d:%02d", static_cast<long long>(seconds / 3600),
                  static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
}

/// Of "2026-11-29T18:57:03.535645112Z …" no more than the time of the day, to the millisecond.
std::string shortened(const std::string& line) {
    const std::size_t day_end = line.find('T') + 1;
    const std::size_t rest = line.find(' ');
    constexpr std::size_t kTime = 12;
    return line.substr(day_end, kTime) + line.substr(rest, line.size() - rest - 1);
}

}  // namespace

struct LivePage::Impl {
    std::string captureLine(const CaptureAnalysis& analysis, Time now, std::uint64_t dropped) const;
    std::vector<HostLine> hostLines(const CaptureAnalysis& analysis, std::int64_t now);
    std::vector<std::string> incidentLines(std::size_t most) const;

    std::string source;
    Rate resets;
    std::uint64_t connections = 0;  ///< that were reset
    Heaviest<Address, Rate> hosts{kMostHosts};
    Incidents incidents;
    std::deque<std::string> latest;  ///< the newest first
};

LivePage::LivePage(std::string source) : impl_(std::make_unique<Impl>()) {
    impl_->source = std::move(source);
}
LivePage::~LivePage() = default;

void LivePage::note(const CaptureAnalysis& analysis, const Reset& reset) {
    Impl& page = *impl_;
    const Connection& connection = analysis.connectionOf(reset);
    const Address& host = analysis.hostOf(connection, reset.sender).address;
    Rate* rate = page.hosts.find(host);
    if (rate == nullptr) rate = &page.hosts.add(host, {});
    rate->add(secondOf(reset.time));
    page.hosts.trim([](const Rate& known) { return known.total(); });
    page.resets.add(secondOf(reset.time));

    page.latest.push_front(shortened(resetLine(analysis, reset)));
    if (page.latest.size() > kLatest) page.latest.pop_back();

    page.incidents.add(analysis, static_cast<std::uint32_t>(analysis.resets().size() - 1));
    page.connections +=
        connection.isReset() && &analysis.resets()[connection.firstReset()] == &reset;
}

std::string LivePage::Impl::captureLine(const CaptureAnalysis& analysis, Time now,
                                        std::uint64_t dropped) const {
    std::string line = "finrst " + source;
    if (analysis.segments() == 0) return line + "  no TCP segment yet";
    line += "  " + clock(now - analysis.firstTime()) + "  " +
            counted(analysis.segments(), "segment", "segments") + "  " +
            counted(analysis.connections().size(), "connection", "connections") + " known";
    if (dropped > 0) line += "  " + counted(dropped, "packet", "packets") + " dropped";
    return line;
}

/// All hosts that sent RSTs or hold buckets, the most active first.
std::vector<HostLine> LivePage::Impl::hostLines(const CaptureAnalysis& analysis, std::int64_t now) {
    std::map<Address, std::uint32_t> held;
    for (std::size_t i = 0; i < analysis.hosts().size(); ++i) {
        const Host& host = analysis.hosts()[i];
        if (host.buckets.held() > 0) held[host.address] = host.buckets.held();
    }
    std::vector<HostLine> found;
    for (const auto& [address, rate] : hosts.items()) {
        const auto known = held.extract(address);
        found.push_back({address.toString(), rate.total(), rate.lastSecond(now),
                         known.empty() ? 0 : known.mapped()});
    }
    for (const auto& [address, buckets] : held)
        found.push_back({address.toString(), 0, 0, buckets});
    std::sort(found.begin(), found.end(),
              [](const HostLine& a, const HostLine& b) { return a.weight() > b.weight(); });
    return found;
}

/// Those that did most harm first.
std::vector<std::string> LivePage::Impl::incidentLines(std::size_t most) const {
    std::vector<std::string> lines;
    for (const Incident& incident : incidents.soFar()) {
        if (lines.size() == most) break;
        lines.push_back(format("%6u  ", incident.connections) + titleOf(incident));
    }
    return lines;
}

std::vector<std::string> LivePage::lines(const CaptureAnalysis& analysis, Time now,
                                         std::uint64_t dropped, std::size_t rows) {
    Impl& page = *impl_;
    const std::size_t left = rows > kOtherLines ? rows - kOtherLines : 0;
    const std::size_t most_hosts = left / 3;
    const std::size_t most_incidents = left / 3;
    const std::int64_t second = secondOf(now);
    std::vector<std::string> lines = {page.captureLine(analysis, now, dropped)};
    lines.push_back(counted(page.resets.total(), "RST", "RSTs") + ", " +
                    std::to_string(page.resets.lastSecond(second)) + " in the last second; " +
                    counted(page.connections, "connection", "connections") +
                    " reset. Ctrl-C: the reports.");
    lines.insert(lines.end(), {"", "RSTs/s     RSTs  buckets  host"});
    for (const HostLine& host : page.hostLines(analysis, second)) {
        if (lines.size() >= 4 + most_hosts) break;
        lines.push_back(format("%6u %8llu %8u  ", host.last_second,
                               static_cast<unsigned long long>(host.total), host.buckets) +
                        host.name);
    }
    lines.resize(4 + most_hosts);
    lines.insert(lines.end(), {"", " reset  incident"});
    for (std::string& line : page.incidentLines(most_incidents)) lines.push_back(std::move(line));
    lines.resize(6 + most_hosts + most_incidents);
    lines.emplace_back();
    lines.insert(lines.end(), page.latest.begin(), page.latest.end());
    lines.resize(rows);
    return lines;
}

}  // namespace finrst
