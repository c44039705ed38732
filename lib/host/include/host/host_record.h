// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/address.h"
#include "analysis/time.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace finrst {

/// An end of a connection, as the kernel names it in a trace: zeros where it holds a listener in
/// hand that is bound to no address.
struct KernelSocket {
    Address address;
    std::uint16_t port = 0;

    friend bool operator==(const KernelSocket&, const KernelSocket&) = default;
};

/// A RST that the kernel sent, by its tracepoint tcp:tcp_send_reset.
struct KernelReset {
    Time time{};          ///< of `HostRecord::has_utc`, or else of the trace's own clock
    KernelSocket source;  ///< the sender of the RST
    KernelSocket destination;
    std::string reason;  ///< as the kernel writes it; empty: it gives none (before Linux 6.10)
    std::string state;   ///< of the socket, as `ss` would: "LISTEN"; empty: there was none in hand
    bool answers = false;  ///< it answers a segment (tcp_v4_send_reset)
};

/// What was counted at one time, since the host was started. Named as nstat names it
/// ("TcpExtTCPTimeWaitOverflow"); of /proc/net/sockstat "SockstatTCP_tw".
struct HostCounters {
    std::optional<Time> time;  ///< empty: not told
    std::map<std::string, std::uint64_t, std::less<>> values;

    std::optional<std::uint64_t> find(std::string_view name) const;
};

/// What a host says of itself. Any part may be missing.
struct HostRecord {
    std::string name;  ///< the host's own; empty: not told
    std::string kernel;
    std::vector<Address> addresses;  ///< empty: not told

    bool traced = false;   ///< the kernel's resets are told, even if there were none
    bool has_utc = false;  ///< times of the trace are UTC, by the host's clock
    bool gives_reasons = false;
    std::uint64_t lost = 0;           ///< lines of the trace that the kernel says it lost
    std::vector<KernelReset> resets;  ///< in order of time
    /// The time that the trace covers for certain, where it is told.
    std::optional<Time> trace_begin;
    std::optional<Time> trace_end;

    std::vector<HostCounters> counters;                          ///< in the order of the text
    std::map<std::string, std::uint64_t, std::less<>> settings;  ///< "net.ipv4.tcp_fin_timeout"
    /// Lines of a kernel's log: "time wait bucket table overflow".
    std::uint32_t overflow_messages = 0;

    std::optional<std::uint64_t> setting(std::string_view setting_name) const;
};

}  // namespace finrst
