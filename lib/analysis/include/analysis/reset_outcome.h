// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/time.h"

#include <cstdint>
#include <optional>

namespace finrst {

/// Whether the receiver of a RST took it (RFC 9293, 3.10.7; RFC 5961, 3).
enum class Accepted : std::uint8_t { kUnknown, kYes, kChallenged, kNo };

/// The receiver is known to have gone on as if there had been no RST.
constexpr bool isRefused(Accepted accepted) {
    return accepted == Accepted::kChallenged || accepted == Accepted::kNo;
}

/// How far a connection had come.
enum class Stage : std::uint8_t {
    kUnknown,
    kSyn,         ///< a SYN, and no SYN-ACK to it
    kHandshake,   ///< a SYN-ACK, and no ACK of that
    kBeforeData,  ///< open, and neither end had sent data
    kData,        ///< an end had sent data
    kClosing,     ///< an end had sent its FIN
    kClosed,      ///< both FINs had been acknowledged, or a RST had been taken before
};

/// Data of one end that the other had not acknowledged.
struct Unacknowledged {
    std::uint32_t octets = 0;
    std::uint32_t frame = 0;    ///< the first of them; 0: not known
    bool in_one_frame = false;  ///< `frame` holds all of them
};

/// What became of a connection by a RST: as the capture showed it when the RST came, and revised by
/// what both ends sent later.
struct ResetOutcome {
    Accepted accepted = Accepted::kUnknown;
    Stage stage = Stage::kUnknown;
    /// The end in CLOSE-WAIT is the receiver of the RST, not its sender.
    bool receiver_waited = false;
    std::uint32_t contradiction_frame = 0;  ///< the sender's later segment, as if nothing was reset
    /// From the ACK of a FIN to the own FIN of the end that sent that ACK, or to the RST; negative:
    /// neither end is known to have been in CLOSE-WAIT.
    Duration close_wait_time{-1};
    /// Empty where the capture does not show it, or the connection had been reset before.
    std::optional<Unacknowledged> unacked_of_sender;
    std::optional<Unacknowledged> unacked_of_receiver;
};

}  // namespace finrst
