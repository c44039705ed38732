// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/summary.h"

#include "report/diagnosis.h"
#include "report/figure.h"
#include "report/quality_text.h"
#include "report/text_template.h"
#include "report/verdict_text.h"
#include "text_layout.h"

namespace finrst {

namespace {

// Four more lines are two empty ones, the head of the groups, and how many more there are.
constexpr std::size_t kCaptureLines = 2;
constexpr std::size_t kHeadlineLines = 1;
constexpr std::size_t kQualityLines = 3;
constexpr std::size_t kGroups = 10;
constexpr std::size_t kDiagnosisLines = 4;
static_assert(kCaptureLines + kHeadlineLines + kQualityLines + kGroups + kDiagnosisLines + 4 ==
              kMostSummaryLines);

/// As many lines of a text as there is room for; "…" stands for the rest.
std::string firstLines(const std::string& text, std::size_t most) {
    std::string lines = wrap("", text);
    std::size_t end = 0;
    for (std::size_t i = 0; i < most && end < lines.size(); ++i) end = lines.find('\n', end) + 1;
    if (end == lines.size()) return lines;
    return lines.substr(0, end - 1) + " …\n";
}

std::string captureText(const Report& report, const ResetGroups& groups) {
    std::string text = counted(report.segments, "segment", "segments") + " of " +
                       counted(report.connections, "connection", "connections") + " in " +
                       toText(report.duration());
    if (report.resets > 0) {
        text += ": " + counted(report.resets, "RST", "RSTs") + ", " +
                counted(groups.connections(), "connection", "connections") + " reset";
    }
    return text + ".";
}

/// Without the command that records what is missing: it would not fit.
std::string qualityText(const Report& report) {
    if (report.quality.empty()) return qualityLine(report);
    std::string text = "The capture lacks something (-z quality tells what to do)";
    const char* separator = ": ";
    for (const QualityFinding& finding : report.quality) {
        text.append(separator).append(finrst::text(finding.kind).meaning);
        separator = "; ";
    }
    return text + ".";
}

/// The sender of the RSTs stands before the arrow.
std::string groupLine(const ResetGroup& group) {
    const std::string client = group.client.toString();
    const std::string server = SocketAddress{group.server, group.server_port}.toString();
    return format("%7u %8u  %-18s  ", group.connections, group.first_frame,
                  token(group.verdict).data()) +
           (group.is_by_server ? server + " → " + client : client + " → " + server) + "\n";
}

void writeGroups(const ResetGroups& groups, const Sink& sink) {
    if (groups.connections() == 0) return;
    sink("\n  reset    first  verdict             who reset → whom\n");
    std::uint64_t rest = groups.connections();
    for (const ResetGroup& group : groups.largest(kGroups)) {
        sink(groupLine(group));
        rest -= group.connections;
    }
    if (rest > 0) {
        sink(format("    and %llu more; -z flows shows each\n",
                    static_cast<unsigned long long>(rest)));
    }
}

}  // namespace

void writeSummary(const Report& report, const ResetGroups& groups, const Sink& sink) {
    if (report.segments == 0) return sink("No TCP segments in this capture.\n");
    sink(firstLines(captureText(report, groups), kCaptureLines));
    sink(firstLines(headline(report) + ".", kHeadlineLines));
    sink(firstLines(qualityText(report), kQualityLines));
    writeGroups(groups, sink);
    if (!report.diagnosis.empty()) {
        sink("\n" + firstLines(report.diagnosis.front(), kDiagnosisLines));
    }
}

}  // namespace finrst
