// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/host_record_text.h"

#include "report/text_template.h"
#include "text_layout.h"

#include <algorithm>
#include <cstdint>

namespace finrst {

namespace {

std::string text(std::uint64_t number) {
    return std::to_string(number);
}

/// What the capture shows of the host of a record, whose addresses may be several.
struct Captured {
    std::uint64_t resets = 0;
    std::uint64_t missing_sockets = 0;  ///< RSTs that show a refused bucket
    std::uint64_t silent_overflows = 0;
    std::uint64_t buckets_peak = 0;
};

Captured capturedOf(const HostFinding& finding, const Report& report) {
    Captured sum;
    for (const HostStatistics& host : report.hosts) {
        const auto& own = finding.addresses;
        if (std::find(own.begin(), own.end(), host.address) == own.end()) continue;
        sum.resets += host.resets_sent;
        sum.missing_sockets += host.overflow_resets;
        sum.silent_overflows += host.silent_overflows;
        sum.buckets_peak += host.tw_buckets_peak;
    }
    return sum;
}

/// Why the host may count more, or less, than the capture shows.
std::string difference(std::uint64_t counted, std::uint64_t captured, const HostFinding& finding) {
    if (counted == captured) return ".";
    std::string why = counted > captured ? "; what is missing happened on another interface, was "
                                           "not captured, or came outside the capture's time"
                                         : "; that is less: the host's counters do not cover the "
                                           "whole capture, or the capture shows more than it sent";
    if (finding.counted_longer && *finding.counted_longer > Duration::zero()) {
        why += " (it was counted " + toText(*finding.counted_longer) + " longer)";
    }
    return why + ".";
}

std::string onClock(Duration offset) {
    const std::string apart = toText(std::chrono::abs(offset));
    return "its clock is " + apart + (offset < Duration::zero() ? " ahead of" : " behind") +
           " the capture's";
}

/// "frame 3, frame 9 and 4 more"
std::string framesOf(const std::vector<std::uint64_t>& frames) {
    constexpr std::size_t kMost = 5;
    std::string named;
    for (std::size_t i = 0; i < std::min(frames.size(), kMost); ++i) {
        named += (i == 0 ? "frame " : ", frame ") + text(frames[i]);
    }
    if (frames.size() > kMost) named += " and " + text(frames.size() - kMost) + " more";
    return named;
}

std::string onResets(const HostFinding& finding) {
    const std::uint64_t all =
        std::uint64_t{finding.agrees} + finding.contradicted.size() + finding.untraced;
    std::string line =
        "its kernel confirms " + text(finding.agrees) + " of " + counted(all, "RST", "RSTs");
    if (!finding.contradicted.empty()) {
        line += ", and contradicts what the capture alone says of " +
                text(finding.contradicted.size()) + " (" + framesOf(finding.contradicted) + ")";
    }
    if (finding.untraced > 0) {
        line += "; its TCP did not send " + text(finding.untraced) +
                ": something between the hosts did, or a firewall on this one";
    }
    if (finding.not_captured > 0) {
        line += "; " + text(finding.not_captured) +
                " more that it sent meanwhile are not in the capture";
    }
    if (finding.clock_offset) line += "; " + onClock(*finding.clock_offset);
    return line + ".";
}

std::string onRefusedBuckets(const HostFinding& finding, const Captured& captured) {
    const std::uint64_t found = captured.missing_sockets + captured.silent_overflows;
    return "TIME_WAIT buckets refused: the host counts " + text(*finding.refused_buckets) +
           ", the capture shows " + text(found) + " (" + text(captured.missing_sockets) +
           " by a RST, " + text(captured.silent_overflows) + " without one)" +
           difference(*finding.refused_buckets, found, finding);
}

std::string onBuckets(const HostFinding& finding, const Captured& captured) {
    std::string line;
    if (finding.buckets_peak) {
        line = "TIME_WAIT buckets held: the host counts " + text(*finding.buckets_peak) +
               " at most, the capture shows " + text(captured.buckets_peak);
    }
    if (finding.bucket_limit) {
        line += (line.empty() ? "" : "; ") + std::string("the limit is ") +
                text(*finding.bucket_limit) + " (net.ipv4.tcp_max_tw_buckets)";
    }
    return line + ".";
}

}  // namespace

std::string refusalText(const HostFinding& finding) {
    return finding.file + " is not used: it " + finding.refusal;
}

std::vector<std::string> describe(const HostFinding& finding, const Report& report) {
    if (!finding.refusal.empty()) return {refusalText(finding)};
    Captured captured = capturedOf(finding, report);
    // Also those that its kernel sent for a box, as for what connection tracking did not translate.
    const std::uint64_t traced = std::uint64_t{finding.agrees} + finding.contradicted.size();
    captured.resets = std::max(captured.resets, traced);
    std::vector<std::string> lines;
    const bool has_resets = captured.resets + finding.untraced + finding.not_captured > 0;
    if (finding.traced && has_resets) lines.push_back(onResets(finding));
    const std::uint64_t refused = captured.missing_sockets + captured.silent_overflows;
    if (finding.refused_buckets.value_or(0) + refused > 0 && finding.refused_buckets) {
        lines.push_back(onRefusedBuckets(finding, captured));
    }
    if (finding.resets_sent && *finding.resets_sent + captured.resets > 0) {
        lines.push_back("RSTs sent: the host counts " + text(*finding.resets_sent) +
                        ", the capture shows " + text(captured.resets) +
                        difference(*finding.resets_sent, captured.resets, finding));
    }
    if (finding.buckets_peak || finding.bucket_limit) {
        lines.push_back(onBuckets(finding, captured));
    }
    const std::string address =
        finding.addresses.empty() ? "" : finding.addresses.front().toString() + ", ";
    for (std::string& line : lines) line.insert(0, address + finding.file + ": ");
    return lines;
}

void addHostRecords(const std::vector<HostFinding>& findings, Report& report) {
    if (!report.is_whole) return;
    for (const HostFinding& finding : findings) {
        for (std::string& line : describe(finding, report)) {
            report.host_records.push_back(std::move(line));
        }
    }
    report.host_findings = findings;
}

void writeHostRecords(const Report& report, const Sink& sink) {
    for (const std::string& line : report.host_records) sink(wrap("", line));
}

}  // namespace finrst
