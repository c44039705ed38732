// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/bucket_replay.h"
#include "analysis/capture_analysis.h"
#include "analysis/hosts_by_address.h"
#include "analysis/step_sort.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace finrst {

/// One second of a host's life. Counts of states are those at the second's end, as `ss` would show
/// them; resets are those sent in that second.
struct HostSecond {
    std::int64_t second = 0;  ///< from the first segment of the capture
    std::uint32_t resets = 0;
    std::uint32_t fin_wait_1 = 0;
    std::uint32_t fin_wait_2 = 0;
    std::uint32_t close_wait = 0;
    std::uint32_t time_wait = 0;
    std::uint32_t tw_buckets = 0;  ///< the most held in that second
};

/// By missing sockets, then by resets, then by closes.
using HostWeight = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;

/// What one address did in the capture.
struct HostStatistics {
    Address address;
    std::uint32_t resets_sent = 0;  ///< by its own kernel: `TcpOutRsts` of /proc/net/snmp
    std::array<std::uint32_t, kVerdicts> resets_by_verdict{};
    std::uint32_t active_closes = 0;   ///< it sent the first FIN, or both crossed
    std::uint32_t passive_closes = 0;  ///< it answered a FIN by its own
    std::uint32_t missing_socket_resets = 0;
    std::uint32_t overflow_resets = 0;  ///< those of them whose cause is a full table of buckets

    std::uint32_t tw_buckets_peak = 0;
    /// `tcp_max_tw_buckets` as the host itself says, or else as the refused closes show it; empty
    /// where nothing shows it.
    std::optional<std::uint32_t> tw_bucket_limit;
    bool limit_is_known = false;  ///< by the host itself
    /// The capture does not show all closes of the host: the limit is this or more.
    bool limit_is_lower_bound = false;
    std::uint32_t tw_buckets_needed = 0;  ///< for the closes seen: those of one bucket's life
    std::uint32_t silent_overflows = 0;  ///< closes refused a bucket that no RST shows; 0 where the
                                         ///< limit is not known
    std::optional<std::uint64_t> onset_frame;  ///< the first RST that shows a refused bucket
    double closes_per_second = 0;  ///< those that asked for a bucket, over the whole capture

    std::vector<HostSecond> seconds;  ///< those in which something changed

    /// How much there is to tell of it.
    HostWeight weight() const { return {missing_socket_resets, resets_sent, active_closes}; }
};

/// Where a host stands among others: the heaviest first, of equals that of the smaller address.
struct HostRank {
    explicit HostRank(const HostStatistics& host) : weight(host.weight()), address(host.address) {}

    HostWeight weight;
    Address address;

    friend bool operator<(const HostRank& a, const HostRank& b) {
        return std::tie(b.weight, a.address) < std::tie(a.weight, b.address);
    }
};

/// How long the capture was, as rates count it: none is told from less than a second.
Duration spanOf(const CaptureAnalysis& analysis);

/// True for the connections that a report is to cover.
using Selection = std::vector<bool>;

/// True when `selection` covers the connection: it is empty, or says so. Connections that came
/// later than the selection are not covered.
inline bool isSelected(const Selection& selection, std::size_t connection) {
    return selection.empty() || (connection < selection.size() && selection[connection]);
}

/// Covers one connection more; false when it was covered before. Of an empty selection it becomes
/// the only one.
inline bool cover(Selection& selection, std::size_t connection) {
    if (selection.size() <= connection) selection.resize(connection + 1);
    if (selection[connection]) return false;
    selection[connection] = true;
    return true;
}

struct CollectedHost;
class HostSum;

/// Makes the statistics of every host that closed a connection or sent a RST, by their rank, in
/// steps, as reports are made (report.h). `selection`: by index of connection; empty: all.
///
/// The buckets are replayed from all closes of a host with the limit that the whole capture shows,
/// so that refusals that no RST shows are counted as well.
class HostStatisticsMaker {
  public:
    using Listener = std::function<void(HostStatistics)>;

    /// `listener` may be empty; else it is told the statistics, in no order, and they are not kept.
    HostStatisticsMaker(const CaptureAnalysis& analysis, Selection selection,
                        Listener listener = {});
    ~HostStatisticsMaker();

    /// Takes some thousand connections, resets or closes more; false when there was none left.
    bool step();
    /// The statistics, when no step is left.
    std::vector<HostStatistics> take();

  private:
    void collectConnection(std::size_t index);
    void collectReset(const Reset& reset);
    CollectedHost& collected(std::uint32_t host);
    void noteReuse(std::size_t index);
    void rank(std::uint32_t host);
    bool sumUpHosts();

    const CaptureAnalysis& analysis_;
    Selection selection_;
    HostsByAddress first_of_;
    Listener listener_;
    /// When the four-tuple of each connection that there was at first was used again; Time::max()
    /// where it was not.
    std::vector<Time> reused_;
    std::vector<std::unique_ptr<CollectedHost>> collected_;  // null: nothing so far
    std::size_t resets_;
    std::size_t next_reuse_ = 0;
    std::size_t next_connection_ = 0;
    std::size_t next_reset_ = 0;
    std::uint32_t next_host_ = 0;
    StepSort<std::pair<HostRank, std::uint32_t>> ranking_;  // with indexes; sorted for no listener
    std::size_t next_rank_ = 0;
    std::unique_ptr<HostSum> sum_;  // of the next in the ranking
    std::vector<HostStatistics> hosts_;
};

}  // namespace finrst
