// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>

namespace finrst {

/// While it lives, SIGINT, SIGTERM, what the console of Windows has instead, and the clock end the
/// reading of packets, not the program; reading from a pipe that waits is interrupted.
class StopSignal {
  public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    /// Winds the clock.
    static void comeAfter(std::chrono::seconds time);
    /// One of them came.
    static bool came();
};

}  // namespace finrst
