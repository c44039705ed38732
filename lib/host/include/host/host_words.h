// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "host/host_record.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace finrst {

/// What a host counted at one time.
struct HeldCount {
    Time time;  ///< by the capture's clock
    std::uint64_t held = 0;
};

/// What a host record and the capture have in common.
struct HostFinding {
    std::string file;
    std::string name;                ///< of the host; empty: not told
    std::string refusal;             ///< why the record is not used: a sentence; empty: it is
    std::vector<Address> addresses;  ///< of the host, those that the capture holds

    bool traced = false;
    std::optional<Duration> clock_offset;     ///< the capture's clock less the record's
    std::uint32_t agrees = 0;                 ///< RSTs of the capture
    std::vector<std::uint64_t> contradicted;  ///< their frames
    std::uint32_t untraced = 0;
    std::uint32_t not_captured = 0;  ///< RSTs that the kernel sent while the capture ran
    std::uint32_t of_others = 0;     ///< of other namespaces or hosts: lines that were not used

    /// How far counters moved, from the last count before the capture to the first one after it.
    std::optional<std::uint64_t> refused_buckets;  ///< TcpExtTCPTimeWaitOverflow
    std::optional<std::uint64_t> resets_sent;      ///< TcpOutRsts
    std::optional<std::uint64_t> buckets_peak;     ///< the most that sockstat showed
    /// TIME_WAIT buckets by time, while the capture ran: as sockstat showed them.
    std::vector<HeldCount> buckets_held;
    /// By how much the counts span more than the capture; negative: less. Empty: not known.
    std::optional<Duration> counted_longer;

    std::optional<std::uint64_t> bucket_limit;  ///< tcp_max_tw_buckets
    std::optional<std::uint64_t> fin_timeout;   ///< seconds
};

/// Holds host records beside a capture.
///
/// RSTs are joined by four-tuple and order. The record's clock is not the capture's: their offset
/// is the one that most pairs agree on, must be steady, and nothing else may do as well; a record
/// by finrst-collect tells UTC, and one that is far from the capture needs pairs of several
/// connections.
class HostWords {
  public:
    HostWords();
    HostWords(HostWords&&) noexcept;
    HostWords& operator=(HostWords&&) noexcept;
    ~HostWords();

    /// `file`: how the record is called.
    void add(std::string file, HostRecord record);
    /// The record that this host still writes, as far as it has come: it begins with what it held
    /// before.
    void grow(std::string file, HostRecord record);
    bool empty() const;
    /// What the records tell of their hosts' settings; who belongs to the capture is not known yet.
    /// A record that names no host, if it is the only one, tells what `settings` does not.
    void takeSettings(Settings& settings) const;
    /// Tells `analysis` what the hosts say of the RSTs that came since the last call, and of
    /// themselves.
    void tell(CaptureAnalysis& analysis);
    /// The same of those RSTs that are no later than what the growing record tells.
    void tellWhatIsReached(CaptureAnalysis& analysis);
    /// One of each record, by what `tell` has told; `analysis` is of the whole capture by then.
    std::vector<HostFinding> findings(const CaptureAnalysis& analysis) const;

  private:
    class OneRecord;
    void tell(CaptureAnalysis& analysis, std::uint32_t end);
    void tellOfHosts(CaptureAnalysis& analysis, std::uint32_t first, std::uint32_t end);

    std::vector<std::unique_ptr<OneRecord>> records_;
    OneRecord* growing_ = nullptr;
    std::uint64_t last_frame_ = 0;  ///< of the RSTs that were told of, of all frames
};

}  // namespace finrst
