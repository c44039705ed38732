// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace finrst {

/// What Wireshark itself does for the TCP stream of the selected packet: windows that show it or
/// packets over time, and colours in the packet list.
enum class StreamTool {
    kFollow,
    kStevens,
    kTcptrace,
    kThroughput,
    kRoundTripTime,
    kWindowScaling,
    kIoGraphs,
    kColor1,
    kColor10 = kColor1 + 9,
    kNewColoringRule,
    kResetColors,
};

}  // namespace finrst
