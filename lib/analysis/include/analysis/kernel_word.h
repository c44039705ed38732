// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/verdict.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace finrst {

/// How the word of the sender's kernel on a RST, and the verdict of the capture alone, go together.
enum class Confirmation : std::uint8_t {
    kAgrees,
    kContradicts,  ///< the kernel sent it, but not for that
    kUntraced,     ///< its TCP did not send it
};
inline constexpr std::size_t kConfirmations = 3;

/// What the kernel of a host says of a RST that was sent in the host's name.
struct KernelReport {
    bool sent = false;     ///< its TCP sent the RST
    bool answers = false;  ///< it answered a segment (`tcp_v4_send_reset`)
    /// As the kernel writes it (include/net/rstreason.h, "NO_SOCKET"); empty: it gives none, as
    /// before Linux 6.10.
    std::string reason;
};

struct KernelWord {
    KernelReport report;
    Confirmation confirmed = Confirmation::kAgrees;
    Verdict of_capture = Verdict::kUnexplained;  ///< what the capture alone says
};

/// What a host's count of the TIME_WAIT buckets that it refused (TcpExtTCPTimeWaitOverflow) says of
/// one of its closes.
enum class TableWord : std::uint8_t {
    kUnknown,
    kWasFull,  ///< it refused one when the close asked for its own
    kHadRoom,  ///< it refused none until the close was reset
};

}  // namespace finrst
