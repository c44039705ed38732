// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace finrst {

/// Why a RST was sent.
enum class Verdict : std::uint8_t {
    kFinWait2Missing,
    kFinWait1Missing,
    kTimeWaitMissing,
    kHalfOpen,
    kDataAfterClose,
    kAbort,
    kLinger2Abort,
    kRefused,
    kHandshakeReset,
    kMiddlebox,
    kSelfDescribed,
    kAfterReset,
    kStray,
    kUnexplained,
};
inline constexpr std::size_t kVerdicts = 14;

/// How sure a verdict is: `kCertain`, nothing else produces these segments; `kProbable`, something
/// rare would look the same; `kPossible`, the capture leaves more than one explanation.
enum class Certainty : std::uint8_t { kPossible, kProbable, kCertain };

/// Who made the RST: the stack answering a segment (`tcp_v4_send_reset`), a socket
/// (`tcp_send_active_reset`), or something between the ends.
enum class Origin : std::uint8_t { kUnknown, kPassive, kActive, kMiddlebox };

/// Why the socket was missing, or why it aborted. `kNone`: the verdict has no causes.
enum class Cause : std::uint8_t {
    kNone,
    kUnknown,
    kTwBucketOverflow,
    kFinTimeout,
    kOrphanLimit,
    kUnreadData,
    kLingerZero,
    kKeepaliveTimeout,
    kBoxIdleTimeout,
    kNatUntranslated,
    kConntrackInvalid,
    kKeepaliveRace,
    kReuseAfterClose,
    kPortReuse,
};

/// What the RST answers.
enum class Trigger : std::uint8_t {
    kNone,
    kFin,      ///< a bare FIN that was next in order
    kFinData,  ///< a FIN that carried data
    kFinGap,   ///< a FIN beyond octets that the sender of the RST had not received
    kData,
    kAck,
    kSyn,
    kSynAck,
    kKeepalive,  ///< a probe one below the next sequence number (RFC 1122, 4.2.3.6)
};

/// True for the verdicts that say: the socket of this connection was missing.
constexpr bool isMissingSocket(Verdict verdict) {
    return verdict == Verdict::kFinWait2Missing || verdict == Verdict::kFinWait1Missing ||
           verdict == Verdict::kTimeWaitMissing || verdict == Verdict::kHalfOpen;
}

constexpr bool isFin(Trigger trigger) {
    return trigger == Trigger::kFin || trigger == Trigger::kFinData || trigger == Trigger::kFinGap;
}

}  // namespace finrst
