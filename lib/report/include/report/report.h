// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "analysis/capture_quality.h"
#include "analysis/host_statistics.h"
#include "analysis/service_statistics.h"
#include "host/host_words.h"
#include "places/place_finding.h"
#include "report/incidents.h"
#include "report/recording.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace finrst {

/// A connection that was reset, by its first RST, with its ends named as client and server.
struct Flow {
    Address client;
    Address server;
    std::uint16_t client_port = 0;
    std::uint16_t server_port = 0;
};
Flow flowOf(const CaptureAnalysis& analysis, const Reset& reset);

/// How many RSTs have a verdict, by certainty. Copies are not counted.
struct VerdictCount {
    std::array<std::uint32_t, 3> by_certainty{};  ///< index: Certainty
    std::uint32_t total() const { return by_certainty[0] + by_certainty[1] + by_certainty[2]; }
};

/// Everything that the tables, the JSON document and the dialog show of a capture.
struct Report {
    std::uint64_t segments = 0;  ///< those left out included
    LeftOut left_out;
    std::uint32_t connections = 0;
    std::uint32_t resets = 0;  ///< copies not counted
    std::uint32_t connections_reset = 0;
    std::uint32_t affected = 0;  ///< connections
    Time start{};                ///< of the first segment
    Time end{};                  ///< of the latest segment
    Duration duration() const { return end - start; }

    std::array<VerdictCount, kVerdicts> verdicts;
    std::vector<std::uint32_t> flows;  ///< indexes of resets: the first one of each connection
    std::vector<HostStatistics> hosts;
    std::vector<ServiceStatistics> services;
    std::vector<QualityFinding> quality;  ///< empty where nothing is known to be missing
    std::optional<Recording> recording;  ///< of what is missing; empty where nothing was reset, too
    std::vector<Incident> incidents;     ///< those that did most harm first
    Incidents grouping;                  ///< to which of them a reset belongs
    /// Numbers of incidents are those that Wireshark filters by: the report covers the capture.
    bool is_whole = true;
    std::vector<HostFinding> host_findings;  ///< of host records; empty unless it is whole
    std::vector<std::string> host_records;   ///< the same in sentences
    std::vector<PlaceFinding> places;        ///< of captures at several places
    std::vector<std::string> diagnosis;      ///< the incidents in sentences
};

/// Counts the reset of that index among those of `report`, and its flow if it is the first of its
/// connection.
void countReset(const CaptureAnalysis& analysis, std::uint32_t index, Report& report);

class DiagnosisMaker;

/// Makes a report in steps, for a caller that must not stop for long. The analysis may take more
/// segments between two steps, but has to live until the last one: it is kept by reference.
class ReportMaker {
  public:
    /// `selection`: the connections to cover, by index; empty: all.
    ReportMaker(const CaptureAnalysis& analysis, Selection selection);
    ReportMaker(const ReportMaker&) = delete;
    ReportMaker& operator=(const ReportMaker&) = delete;
    ~ReportMaker();

    /// Does the next step; false when there was none left.
    bool step();
    /// The report, when no step is left.
    Report take() { return std::move(report_); }

  private:
    bool countResets();

    const CaptureAnalysis& analysis_;
    Selection selection_;
    Report report_;
    std::size_t resets_;
    std::uint32_t next_reset_ = 0;
    Incidents incidents_;
    std::optional<HostStatisticsMaker> hosts_;
    std::optional<ServiceStatisticsMaker> services_;
    std::optional<CaptureQualityMaker> quality_;
    std::unique_ptr<DiagnosisMaker> diagnosis_;
    int part_ = 0;
};

Report makeReport(const CaptureAnalysis& analysis, Selection selection = {});

}  // namespace finrst
