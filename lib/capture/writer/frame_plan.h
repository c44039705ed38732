// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/save.h"

#include <cstdint>
#include <span>
#include <vector>

namespace finrst {

/// Counts frames and says what is wanted of each: whether it is kept, and its new comments.
class FramePlan {
  public:
    explicit FramePlan(const SaveRequest& request);

    /// To be called for each frame of the input, before the others.
    void advance();
    bool isKept() const { return kept_; }
    std::span<const FrameComment* const> comments() const { return comments_; }

    std::uint64_t framesSeen() const { return frame_; }
    /// Whether a frame from now on may be left out or commented.
    bool mayChange() const { return selects_ || next_comment_ < sorted_comments_.size(); }
    /// Comments of frames that have not come.
    std::uint64_t commentsLeft() const {
        return of_no_frame_ + sorted_comments_.size() - next_comment_;
    }

  private:
    bool selects_;
    std::vector<std::uint32_t> frames_;
    std::size_t next_kept_ = 0;
    std::vector<const FrameComment*> sorted_comments_;
    std::size_t next_comment_ = 0;
    std::uint64_t of_no_frame_ = 0;

    std::uint64_t frame_ = 0;
    bool kept_ = true;
    std::span<const FrameComment* const> comments_;
};

}  // namespace finrst
