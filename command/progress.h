// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "options.h"

#include <chrono>
#include <cstdint>

namespace finrst {

/// A line on standard error that tells how far the reading has come.
class ProgressLine {
  public:
    explicit ProgressLine(When when);

    /// Half a second has passed since the line was shown; asks the clock once in many calls.
    bool isDue() {
        constexpr std::uint32_t kCalls = 4096;
        return is_shown_ && ++calls_ % kCalls == 0 && Clock::now() >= next_;
    }
    /// Octets; `total` is 0 where it is not known.
    void show(std::uint64_t read, std::uint64_t total);
    /// Takes the line away.
    void end();

  private:
    using Clock = std::chrono::steady_clock;

    bool is_shown_;
    std::uint32_t calls_ = 0;
    bool has_line_ = false;
    const Clock::time_point begin_ = Clock::now();
    Clock::time_point next_ = begin_;
};

}  // namespace finrst
