// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "host/host_record.h"

#include <optional>
#include <string_view>

namespace finrst {

/// What one line of a kernel's trace says.
struct TraceLine {
    enum class Kind : std::uint8_t {
        kOther,      ///< not of our tracepoint
        kReset,      ///< a RST
        kPointers,   ///< a RST, with pointers where its addresses should be (`perf trace`)
        kTimeOfDay,  ///< finrst-collect tells UTC
        kLost,       ///< the kernel lost lines
    };
    Kind kind = Kind::kOther;
    KernelReset reset{};  ///< of kReset, by the trace's clock
    Time time{};          ///< of kTimeOfDay, by the trace's clock
    Time utc{};           ///< of kTimeOfDay
    std::uint64_t lost = 0;
};

/// Reads a line of ftrace, trace-cmd, perf script. The event is `tcp_send_reset` of
/// include/trace/events/tcp.h: with `src=` and `dest=` from Linux 6.10 on, before that with
/// `saddr=`, `sport=` and so on.
TraceLine readTraceLine(std::string_view line);

}  // namespace finrst
