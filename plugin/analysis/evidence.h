// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace finrst {

/// One thing that the capture shows about a RST. Whether it speaks for or against a verdict is said
/// by the rule that found it.
enum class Evidence : std::uint8_t {
    // The shape of the RST.
    kPassiveShape,
    kPassiveShapeWithoutAck,
    kActiveShape,
    kActiveWithoutWindow,
    kBareResetUnanswered,
    kWindowInPassive,
    kAckFieldInPassive,
    kOptionsInPassive,
    kOptionsMissing,
    kSlowAnswer,
    // The closing handshake.
    kOwnFinAcked,
    kOwnFinImplied,
    kBareFinInOrder,
    kOwnFinUnacked,
    kOwnFinAckedByFin,
    kOwnFinRepeated,
    kFinAckedBefore,
    kAckOfOwnFin,
    kBareSegmentAfterFin,
    kLateSegment,
    kDataAfterOwnFin,
    kFinBeyondGap,
    kBucketLooksAlike,
    kNeverClosed,
    kStartedLate,
    kSenderUnseen,
    kSenderJustSent,
    kPeerFinAcked,
    kFirewallLooksAlike,
    // The opening handshake.
    kSynAnswered,
    kSynAckAnswered,
    kChallengeAck,
    kNotYetEstablished,
    kOlderConnection,
    kUnacceptedChild,
    kLinger0LooksAlike,
    // The IP header.
    kTtlAsFlow,
    kTtlStep,
    kTtlCustomLooksAlike,
    kTosReflected,
    kTosStep,
    kIpIdZero,
    kIpIdOfSocket,
    kIpIdStep,
    kFlowLabelOfFlow,
    kFlowLabelOther,
    kHostAnsweredToo,
    // Aborts.
    kKeepaliveUnanswered,
    kUnreadData,
    kNothingToRead,
    kResetAcksNewData,
    kLingerOrUnread,
    // Other resets.
    kResetBefore,
    kCopyOfReset,
    kNothingElse,
    kResetText,
    kMptcpReset,
    // Causes.
    kShorterThanTimeout,
    kShorterThanSurvivor,
    kTimeoutElapsed,
    kSurvivorsStop,
    kLowerTimeoutLooksAlike,
    kWithinTimeWait,
    kCount,
};
static_assert(static_cast<std::size_t>(Evidence::kCount) <= 64, "EvidenceSet holds 64 kinds");

/// A set of kinds of evidence, in eight bytes: a capture may hold millions of resets.
class EvidenceSet {
  public:
    EvidenceSet() = default;
    void add(Evidence kind) { bits_ |= bit(kind); }
    void add(std::initializer_list<Evidence> kinds) {
        for (Evidence kind : kinds) add(kind);
    }
    bool has(Evidence kind) const { return (bits_ & bit(kind)) != 0; }

    friend EvidenceSet operator|(EvidenceSet a, EvidenceSet b) {
        a.bits_ |= b.bits_;
        return a;
    }
    friend bool operator==(EvidenceSet, EvidenceSet) = default;

  private:
    static std::uint64_t bit(Evidence kind) { return std::uint64_t{1} << static_cast<int>(kind); }

    std::uint64_t bits_ = 0;
};

/// The line that shows the evidence to a reader: a template, see text_template.h.
std::string_view text(Evidence kind);

}  // namespace finrst
