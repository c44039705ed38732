// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet_comments.h"

namespace finrst {

namespace {

std::string onReset(const CaptureAnalysis& analysis, const Reset& reset) {
    const Explanation explanation = analysis.explanation(reset);
    std::string comment = "finrst: " + explanation.sentence + ".\n" +
                          std::string(token(reset.verdict)) + ", " +
                          std::string(token(reset.certainty));
    if (explanation.cause != Cause::kNone) {
        comment.append(", cause ").append(token(explanation.cause));
    }
    for (const std::string& line : explanation.evidence) comment += "\n+ " + line;
    for (const std::string& line : explanation.counter_evidence) comment += "\n- " + line;
    return comment + "\n> " + explanation.advice;
}

class Comments {
  public:
    void add(std::uint32_t frame, const std::string& text) {
        if (frame == 0) return;
        std::string& comment = comments_[frame];
        if (!comment.empty()) comment += '\n';
        comment += text;
    }
    std::map<std::uint32_t, std::string> take() && { return std::move(comments_); }

  private:
    std::map<std::uint32_t, std::string> comments_;
};

/// The frames that led to a reset, each with a pointer to it.
void addBefore(const Reset& reset, Comments& comments) {
    const std::string see = "; see the RST in frame " + std::to_string(reset.frame);
    comments.add(reset.own_fin_frame, "finrst: FIN of the end that reset later" + see);
    if (reset.own_fin_ack_frame != reset.trigger_frame) {
        comments.add(reset.own_fin_ack_frame, "finrst: ACK of the FIN in frame " +
                                                  std::to_string(reset.own_fin_frame) + see);
    }
    if (isFin(reset.trigger)) {
        comments.add(reset.trigger_frame, "finrst: this FIN was answered by a RST" + see);
    }
}

}  // namespace

std::map<std::uint32_t, std::string> packetComments(const CaptureAnalysis& analysis) {
    Comments comments;
    for (std::uint32_t i = 0; i < analysis.resets().size(); ++i) {
        const Reset& reset = analysis.resets()[i];
        if (analysis.connectionOf(reset).firstReset() == i) addBefore(reset, comments);
        comments.add(reset.frame, onReset(analysis, reset));
    }
    return std::move(comments).take();
}

}  // namespace finrst
