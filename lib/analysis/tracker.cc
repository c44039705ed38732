// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/tracker.h"

#include "analysis/bucket_table.h"

#include <algorithm>

namespace finrst {

namespace {

/// Until Linux gives up a SYN (`tcp_syn_retries` 6).
constexpr Duration kSynLife = atTheLatest(std::chrono::seconds(127));
/// Until Linux gives up a peer that answers no keep-alive probe (`tcp_keepalive_time`, then nine
/// times `tcp_keepalive_intvl`).
constexpr Duration kLongestIdle = atTheLatest(std::chrono::seconds(7200 + 9 * 75));

// With what finds them: a table of indexes is three quarters full at most, and half of it is when
// it has just grown.
constexpr std::size_t kSlot = 16;
constexpr std::size_t kOfConnection = sizeof(Connection) + kSlot;
constexpr std::size_t kOfLoneSyn = sizeof(LoneSyn) + kSlot;
constexpr std::size_t kOfHost = sizeof(Host) + kSlot;
constexpr std::size_t kOfReset = sizeof(Reset);

/// A connection with so many resets is a storm, and may last: it begins anew.
constexpr std::uint32_t kMostResets = 4096;

bool isClosed(const Connection& connection) {
    return connection.isReset() ||
           (connection.end(Side::kA).finAcked() && connection.end(Side::kB).finAcked());
}

bool isPastHandshake(const Connection& connection) {
    return connection.end(Side::kA).past_syn || connection.end(Side::kB).past_syn;
}

/// How long after its last segment nothing more is expected of a connection.
Duration lifeOf(const Connections& connections, std::size_t index, Duration fin_timeout) {
    if (connections.isLoneSyn(index)) return kSynLife;
    const Connection& connection = connections[index];
    if (isClosed(connection)) return atTheLatest(std::max(kTimeWaitLength, fin_timeout));
    return isPastHandshake(connection) ? kLongestIdle : kSynLife;
}

Time latestTimeOf(const CaptureAnalysis& analysis, std::size_t index) {
    const Connections& connections = analysis.connections();
    if (connections.isLoneSyn(index)) return connections.loneSyn(index).time();
    const Connection& connection = connections[index];
    const std::uint32_t reset = connection.lastReset();
    const Time latest = connection.latestTime();
    return reset == kNoIndex ? latest : std::max(latest, analysis.resets()[reset].time);
}

}  // namespace

std::size_t Tracker::octets() const {
    const std::size_t lone_syns = analysis_.connections().loneSyns();
    const std::size_t others = analysis_.connections().size() - lone_syns;
    return kOfConnection * others + kOfLoneSyn * lone_syns + kOfHost * analysis_.hosts().size() +
           kOfReset * analysis_.resets().size();
}

std::vector<std::uint32_t> Tracker::countResets() const {
    std::vector<std::uint32_t> counts(analysis_.connections().size());
    for (const Reset& reset : analysis_.resets()) ++counts[reset.connection];
    return counts;
}

/// Those that are not over, and what was before them on the same ports.
std::vector<bool> Tracker::findOpen() const {
    const Connections& connections = analysis_.connections();
    const Duration fin_timeout = analysis_.settings().longestFinTimeout();
    std::vector<bool> open(connections.size());
    for (std::size_t i = 0; i < connections.size(); ++i) {
        const Duration quiet = analysis_.lastTime() - latestTimeOf(analysis_, i);
        if (quiet > lifeOf(connections, i, fin_timeout)) continue;
        open[i] = true;
        const std::uint32_t previous = connections.earlier(i).previous;
        if (previous != kNoIndex) open[previous] = true;
    }
    return open;
}

void Tracker::giveUpStorms(std::vector<bool>& open, const std::vector<std::uint32_t>& resets) {
    for (std::size_t i = 0; i < open.size(); ++i) {
        if (!open[i] || resets[i] < kMostResets) continue;
        open[i] = false;
        ++given_up_;
    }
}

void Tracker::giveUpQuietest(std::vector<bool>& open, const std::vector<std::uint32_t>& resets) {
    const Connections& connections = analysis_.connections();
    std::vector<std::pair<Time, std::size_t>> latest_first;
    for (std::size_t i = 0; i < open.size(); ++i) {
        if (!open[i]) continue;
        latest_first.emplace_back(latestTimeOf(analysis_, i), i);
    }
    std::sort(latest_first.rbegin(), latest_first.rend());
    std::vector<bool> counted(analysis_.hosts().size());
    std::size_t kept = 0;
    for (const auto& [time, i] : latest_first) {
        kept += connections.isLoneSyn(i) ? kOfLoneSyn : kOfConnection;
        kept += resets[i] * kOfReset;
        for (const std::uint32_t host : connections.identity(i).hosts) {
            kept += counted[host] ? 0 : kOfHost;
            counted[host] = true;
        }
        if (kept <= *most_ / 4 * 3) continue;
        open[i] = false;
        ++given_up_;
    }
}

void Tracker::makeRoom() {
    std::vector<bool> open = findOpen();
    const std::vector<std::uint32_t> resets = countResets();
    giveUpStorms(open, resets);
    if (most_) giveUpQuietest(open, resets);
    const bool all_are_open = std::find(open.begin(), open.end(), false) == open.end();
    if (!all_are_open) retireOthersThan(open);
    // Whoever makes room looks at all that is kept: so much is to come before the next time.
    if (!most_) room_ = octets() + std::max(kRoom / 2, octets() / 16);
}

void Tracker::retireOver() {
    retireOthersThan(findOpen());
}

void Tracker::finish() {
    retireOthersThan(std::vector<bool>(analysis_.connections().size()));
}

void Tracker::forgetFrames() {
    const Connections& connections = analysis_.connections();
    const std::vector<bool> open = findOpen();
    std::vector<bool> kept(connections.size());
    for (std::size_t i = 0; i < connections.size(); ++i) {
        kept[i] = connections.firstFrame(i) > kLongestInFrames;
        begun_anew_ += open[i] && !kept[i];
    }
    // The frames of a RST that a NAT did not translate are those of the related connection.
    for (const Reset& reset : analysis_.resets()) {
        if (reset.related != kNoIndex && !kept[reset.related]) kept[reset.connection] = false;
    }
    retireOthersThan(kept);
    analysis_.forgetFrames(kLongestInFrames);
}

void Tracker::retireOthersThan(const std::vector<bool>& kept) {
    std::vector<bool> retired = kept;
    retired.flip();
    askWitness();
    listener_.retire(analysis_, retired);
    analysis_.keepOnly(kept);
}

}  // namespace finrst
