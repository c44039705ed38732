// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/packet_comments.h"

#include "report/explanation.h"
#include "report/verdict_text.h"

#include <algorithm>

namespace finrst {

namespace {

constexpr std::uint32_t kResetsInAStep = 256;  // some milliseconds

constexpr std::uint32_t kNoIncident = 0;

std::string verdictLine(const Reset& reset, const Explanation& explanation) {
    std::string line =
        std::string(token(reset.verdict)) + ", " + std::string(token(reset.certainty));
    if (explanation.cause != Cause::kNone) {
        line.append(", cause ").append(token(explanation.cause));
    }
    return line;
}

void addOnReset(const CaptureAnalysis& analysis, const Reset& reset, std::uint32_t incident,
                PacketComments& comments) {
    const Explanation explanation = explain(analysis, reset);
    std::vector<std::string>& lines = comments[reset.frame];
    lines.push_back("finrst: " + explanation.sentence + ".");
    lines.push_back(verdictLine(reset, explanation));
    if (incident != kNoIncident) lines.back() += "; incident " + std::to_string(incident);
    for (const std::string& line : explanation.evidence) lines.push_back("+ " + line);
    for (const std::string& line : explanation.counter_evidence) lines.push_back("- " + line);
    lines.push_back("> " + explanation.advice);
}

/// The frames that led to a reset, each with a pointer to it.
void addBefore(const CaptureAnalysis& analysis, const Reset& reset, PacketComments& comments) {
    const auto number = [&](std::uint32_t frame) {
        return std::to_string(analysis.frameInCapture(frame));
    };
    const std::string see = "; see the RST in frame " + number(reset.frame);
    const auto add = [&](std::uint32_t frame, const std::string& text) {
        if (frame != 0) comments[frame].push_back("finrst: " + text + see);
    };
    add(reset.own_fin_frame, "FIN of the end that reset later");
    if (reset.own_fin_ack_frame != reset.trigger_frame) {
        add(reset.own_fin_ack_frame, "ACK of the FIN in frame " + number(reset.own_fin_frame));
    }
    if (isFin(reset.trigger)) add(reset.trigger_frame, "this FIN was answered by a RST");
}

void addOn(const CaptureAnalysis& analysis, std::uint32_t index, std::uint32_t incident,
           PacketComments& comments) {
    const Reset& reset = analysis.resets()[index];
    if (analysis.connectionOf(reset).firstReset() == index) addBefore(analysis, reset, comments);
    addOnReset(analysis, reset, incident, comments);
}

}  // namespace

bool PacketCommentMaker::step() {
    if (next_added_ < resets_) {
        const std::uint32_t end = std::min(resets_, next_added_ + kResetsInAStep);
        for (; next_added_ < end; ++next_added_) {
            const std::uint32_t connection = analysis_.resets()[next_added_].connection;
            if (isSelected(analysis_.told(), connection)) incidents_.add(analysis_, next_added_);
        }
        if (next_added_ == resets_) incidents_.take();
        return true;
    }
    if (next_ >= resets_) return false;
    for (std::uint32_t i = 0; i < kResetsInAStep && next_ < resets_; ++i, ++next_) {
        const std::uint32_t incident = incidents_.numberOf(analysis_, analysis_.resets()[next_]);
        addOn(analysis_, next_, incident, comments_);
    }
    return true;
}

PacketComments packetComments(const CaptureAnalysis& analysis) {
    PacketCommentMaker maker(analysis);
    while (maker.step()) {
    }
    return maker.take();
}

PacketComments packetComments(const CaptureAnalysis& analysis, std::uint32_t connection,
                              std::uint32_t first) {
    std::vector<std::uint32_t> latest_first;
    std::uint32_t index = analysis.connections()[connection].lastReset();
    while (index != kNoIndex && analysis.resets()[index].frame >= first) {
        latest_first.push_back(index);
        index = analysis.resets()[index].previous;
    }
    PacketComments comments;
    for (auto i = latest_first.rbegin(); i != latest_first.rend(); ++i)
        addOn(analysis, *i, kNoIncident, comments);
    return comments;
}

}  // namespace finrst
