// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace finrst {

/// Windows of Wireshark's own that show the TCP stream of the selected packet, or packets over
/// time.
enum class StreamTool {
    kFollow,
    kStevens,
    kTcptrace,
    kThroughput,
    kRoundTripTime,
    kWindowScaling,
    kIoGraphs,
};

}  // namespace finrst
