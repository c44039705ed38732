// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace finrst {

/// While it lives, SIGINT, SIGTERM and SIGALRM end the reading of packets, not the program; reading
/// from a pipe that waits is interrupted.
class StopSignal {
  public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    /// One of them came.
    static bool came();
};

}  // namespace finrst
