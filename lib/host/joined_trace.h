// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "host/host_record.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

namespace finrst {

/// An address that each network namespace has.
bool isLoopback(const Address& address);

/// The resets of one record, joined with those of a capture. The record must outlive this.
class JoinedTrace {
  public:
    explicit JoinedTrace(const HostRecord& record);

    /// The record holds more resets than before, behind those that it held.
    void grow();
    /// Tells `analysis` what the kernel says of the RSTs from that index on to before the other.
    void tell(CaptureAnalysis& analysis, std::uint32_t first, std::uint32_t end);

    /// The capture's clock less the record's; empty where nothing shows it, or it is open.
    std::optional<Duration> offset() const { return offset_; }
    /// The capture's RSTs may be one or other of the trace.
    bool isOpen() const { return is_open_; }
    /// Most of what could be a pair is as far apart.
    bool isSteady() const;
    /// The offset is one that two clocks that tell UTC may have, or many connections show it.
    bool isCredible() const;
    /// RSTs of the host that could be one of the trace by their four-tuple, and could not.
    std::uint32_t resetsOfHost() const { return resets_of_host_; }
    bool owns(const Address& address) const;
    /// Of the record's RSTs, those that the host sent and the capture lacks, between two times of
    /// the capture.
    std::uint32_t countNotCaptured(Time begin, Time end) const;
    std::uint32_t ofOthers() const { return of_others_; }

    std::uint32_t agrees = 0;
    std::vector<std::uint64_t> contradicted;  ///< frames
    std::uint32_t untraced = 0;

  private:
    using FourTuple = std::tuple<Address, std::uint16_t, Address, std::uint16_t>;

    struct Line {
        KernelReset reset;
        bool used = false;
    };

    static FourTuple fourTupleOf(const CaptureAnalysis& analysis, const Reset& reset);
    void compareClocks(const CaptureAnalysis& analysis, std::uint32_t first, std::uint32_t end);
    void settleOffset();
    Line* find(const FourTuple& flow, const Reset& reset);
    bool covers(Time time) const;
    void hear(CaptureAnalysis& analysis, std::uint32_t index, const KernelReport& report);

    const HostRecord& record_;
    std::size_t taken_ = 0;  // of the record's resets
    std::vector<Line> lines_;
    std::multimap<FourTuple, std::size_t> by_flow_;  // in order of time
    std::vector<std::size_t> of_listeners_;          // which name no addresses
    std::map<FourTuple, std::size_t> compared_;      // pairs by order, so far
    std::vector<std::vector<Duration>> offsets_;     // of each RST, from the lines that it may be
    std::optional<Duration> offset_;
    bool is_open_ = false;
    std::set<Address> senders_;  // of pairs
    std::uint32_t resets_of_host_ = 0;
    std::uint32_t of_others_ = 0;
};

}  // namespace finrst
