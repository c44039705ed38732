// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

namespace finrst {

/// Frames count from behind the first `frames` of them: their numbers become less by that. One of
/// these becomes 0, which is no frame.
class FrameShift {
  public:
    explicit FrameShift(std::uint32_t frames) : frames_(frames) {}
    void operator()(std::uint32_t& frame) const { frame = frame > frames_ ? frame - frames_ : 0; }

  private:
    std::uint32_t frames_;
};

}  // namespace finrst
