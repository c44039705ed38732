// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/live_page.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace finrst {

/// A terminal that shows what comes, anew each second, while it lives; then it shows again what it
/// showed before.
class LiveScreen {
  public:
    /// Whether standard output is a terminal that may be drawn on.
    static bool isPossible();

    explicit LiveScreen(const std::string& source);
    ~LiveScreen();
    LiveScreen(const LiveScreen&) = delete;
    LiveScreen& operator=(const LiveScreen&) = delete;

    void note(const CaptureAnalysis& analysis, const Reset& reset) {
        if (!reset.is_copy) page_.note(analysis, reset);
    }
    bool isDue() const { return Clock::now() >= next_; }
    void draw(const CaptureAnalysis& analysis, std::uint64_t dropped);

  private:
    using Clock = std::chrono::steady_clock;

    LivePage page_;
    Clock::time_point next_ = Clock::now();
};

}  // namespace finrst
