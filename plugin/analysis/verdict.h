// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

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
};
inline constexpr std::size_t kVerdicts = 13;

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

/// How much attention a verdict asks for, in Wireshark's order.
enum class Severity : std::uint8_t { kChat, kNote, kWarning };

/// What users read about a verdict.
struct VerdictText {
    Verdict verdict;
    std::string_view token;
    Severity severity;
    std::string_view summary;   ///< the verdict in a few words
    std::string_view sentence;  ///< template of the expert info's text, see text_template.h
    std::string_view meaning;   ///< for the manual: the RST was sent because ...
};

/// All verdicts, in the order of `Verdict`.
const std::array<VerdictText, kVerdicts>& verdictTexts();
const VerdictText& text(Verdict verdict);

/// What users read in a field, in snake_case, and what the manual says about it.
template <typename Value>
struct TokenText {
    Value value;
    std::string_view token;
    std::string_view meaning;
};
/// clang deduces it by itself from version 17 on.
template <typename Value>
TokenText(Value, std::string_view, std::string_view) -> TokenText<Value>;

/// All of them, in the order of their values.
std::span<const TokenText<Certainty>> certaintyTexts();
std::span<const TokenText<Origin>> originTexts();
std::span<const TokenText<Cause>> causeTexts();
std::span<const TokenText<Trigger>> triggerTexts();

std::string_view token(Verdict verdict);
std::string_view token(Certainty certainty);
std::string_view token(Origin origin);
std::string_view token(Cause cause);
std::string_view token(Trigger trigger);

/// True for the verdicts that say: the socket of this connection was missing.
constexpr bool isMissingSocket(Verdict verdict) {
    return verdict == Verdict::kFinWait2Missing || verdict == Verdict::kFinWait1Missing ||
           verdict == Verdict::kTimeWaitMissing || verdict == Verdict::kHalfOpen;
}

constexpr bool isFin(Trigger trigger) {
    return trigger == Trigger::kFin || trigger == Trigger::kFinData || trigger == Trigger::kFinGap;
}

}  // namespace finrst
