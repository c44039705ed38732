// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/summary.h"

#include "incident_block.h"
#include "report/diagnosis.h"
#include "report/host_record_text.h"
#include "report/quality_text.h"
#include "report/text_template.h"
#include "text_layout.h"

#include <algorithm>
#include <vector>

namespace finrst {

namespace {

constexpr std::size_t kCaptureLines = 2;
constexpr std::size_t kQualityLines = 3;
constexpr std::size_t kLeftOutLines = 2;
constexpr std::size_t kOtherLines = 2;  // an empty one, and how many more incidents there are

std::size_t lines(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// As many lines of a text as there is room for; "…" stands for the rest.
std::string firstLines(const std::string& text, std::size_t most) {
    std::string wrapped = wrap("", text);
    std::size_t end = 0;
    for (std::size_t i = 0; i < most && end < wrapped.size(); ++i) {
        end = wrapped.find('\n', end) + 1;
    }
    if (end == wrapped.size()) return wrapped;
    return wrapped.substr(0, end - 1) + " …\n";
}

std::string captureText(const Report& report) {
    std::string text = counted(report.segments, "segment", "segments") + " of " +
                       counted(report.connections, "connection", "connections") + " in " +
                       toText(report.duration()) + ": ";
    if (report.resets == 0) return text + "no RST.";
    return text + counted(report.resets, "RST", "RSTs") + ", " +
           counted(report.connections_reset, "connection", "connections") + " reset; " +
           counted(report.incidents.size(), "incident", "incidents") + ".";
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

/// The incidents that there is room for, in so many lines.
class Screen {
  public:
    Screen(const std::vector<Incident>& incidents, std::size_t room)
        : incidents_(incidents), room_(room) {}

    /// The first with what to do, then as many as possible, then more of each in their order.
    std::vector<std::string> fill() {
        while (shown_.size() < incidents_.size() && add()) {
            if (shown_.size() == 1) extend(0);
        }
        for (std::size_t i = 0; i < shown_.size(); ++i) {
            if (shown_[i].paragraphs == 0 && !extend(i)) break;
        }
        for (std::size_t i = 0; i < shown_.size(); ++i) {
            while (extend(i)) {
            }
        }
        std::vector<std::string> blocks;
        for (Shown& shown : shown_) blocks.push_back(std::move(shown.block));
        return blocks;
    }

  private:
    struct Shown {
        std::size_t paragraphs = 0;
        std::string block;
    };

    bool add() {
        std::string block = incidentBlock(incidents_[shown_.size()], 0);
        if (lines(block) > room_) return false;
        room_ -= lines(block);
        shown_.push_back({0, std::move(block)});
        return true;
    }

    /// By a paragraph; false where there is none left, or no room.
    bool extend(std::size_t i) {
        Shown& shown = shown_[i];
        if (shown.paragraphs == paragraphsOf(incidents_[i])) return false;
        std::string block = incidentBlock(incidents_[i], shown.paragraphs + 1);
        if (lines(block) > room_ + lines(shown.block)) return false;
        room_ = room_ + lines(shown.block) - lines(block);
        shown = {shown.paragraphs + 1, std::move(block)};
        return true;
    }

    const std::vector<Incident>& incidents_;
    std::size_t room_;
    std::vector<Shown> shown_;
};

}  // namespace

void writeSummary(const Report& report, const Sink& sink) {
    if (report.segments == 0) return sink("No TCP segments in this capture.\n");
    std::string head = firstLines(captureText(report), kCaptureLines) +
                       firstLines(qualityText(report), kQualityLines);
    const std::string left_out = leftOutText(report.left_out);
    if (!left_out.empty()) head += firstLines(left_out, kLeftOutLines);
    sink(head);
    if (report.incidents.empty()) return writeHostRecords(report, sink);
    sink("\n");
    const std::size_t room = kMostSummaryLines - lines(head) - kOtherLines;
    const std::vector<std::string> blocks = Screen(report.incidents, room).fill();
    for (const std::string& block : blocks) sink(block);
    const std::size_t rest = report.incidents.size() - blocks.size();
    if (rest > 0) sink("and " + std::to_string(rest) + " more: the report incidents shows all\n");
    writeHostRecords(report, sink);
}

}  // namespace finrst
