// SPDX-License-Identifier: GPL-2.0-or-later
#include "writer/frame_plan.h"

#include <algorithm>

namespace finrst {

FramePlan::FramePlan(const SaveRequest& request) : selects_(request.frames.has_value()) {
    if (selects_) frames_ = *request.frames;
    std::sort(frames_.begin(), frames_.end());
    for (const FrameComment& comment : request.comments) sorted_comments_.push_back(&comment);
    // Stable: comments of one frame stay in the order of the request.
    std::stable_sort(sorted_comments_.begin(), sorted_comments_.end(),
                     [](const auto* a, const auto* b) { return a->frame < b->frame; });
    // There is no frame 0: such a comment would hold up the others.
    const auto first = std::find_if(sorted_comments_.begin(), sorted_comments_.end(),
                                    [](const auto* comment) { return comment->frame > 0; });
    of_no_frame_ = static_cast<std::uint64_t>(first - sorted_comments_.begin());
    sorted_comments_.erase(sorted_comments_.begin(), first);
}

void FramePlan::advance() {
    ++frame_;
    if (selects_) {
        while (next_kept_ < frames_.size() && frames_[next_kept_] < frame_) ++next_kept_;
        kept_ = next_kept_ < frames_.size() && frames_[next_kept_] == frame_;
    }
    const std::size_t first = next_comment_;
    while (next_comment_ < sorted_comments_.size() &&
           sorted_comments_[next_comment_]->frame == frame_) {
        ++next_comment_;
    }
    comments_ = std::span(sorted_comments_).subspan(first, next_comment_ - first);
}

}  // namespace finrst
