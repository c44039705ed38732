// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace finrst {

/// Connection states (RFC 9293, 3.3.2). `kUnknown`: the capture does not tell.
enum class TcpState : std::uint8_t {
    kUnknown,
    kClosed,
    kListen,
    kSynSent,
    kSynReceived,
    kEstablished,
    kFinWait1,
    kFinWait2,
    kCloseWait,
    kClosing,
    kLastAck,
    kTimeWait,
};

/// The name as the RFC prints it: "FIN-WAIT-2". "unknown" for `kUnknown`.
std::string_view name(TcpState state);

}  // namespace finrst
