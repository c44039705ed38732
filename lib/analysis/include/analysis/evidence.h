// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace finrst {

/// One thing that the capture, or the host's own record, shows about a RST. Whether it speaks for
/// or against a verdict is said by the rule that found it.
enum class Evidence : std::uint8_t {
    // The shape of the RST.
    kPassiveShape,
    kPassiveShapeWithoutAck,
    kActiveShape,
    kActiveWithoutWindow,
    kBareResetUnanswered,
    kWindowInPassive,
    kWindowAsItCame,
    kAckFieldInPassive,
    kOptionsInPassive,
    kOptionsMissing,
    kSlowAnswer,
    kMoreBehind,
    // The closing handshake.
    kOwnFinAcked,
    kAckDelayed,
    kOwnFinImplied,
    kBareFinInOrder,
    kOwnFinUnacked,
    kOwnFinAckedByFin,
    kOwnFinRepeated,
    kOwnFinRepeatedAfterAck,
    kFinRepeated,
    kFinCameBefore,
    kFinAckedBefore,
    kAckOfOwnFin,
    kBareSegmentAfterFin,
    kLateSegment,
    kDataAfterOwnFin,
    kRequestCrossedFin,
    kRequestWithinRoundTrip,
    kRequestAfterFin,
    kFinBeyondGap,
    kAckPerhapsMissed,
    kBucketLooksAlike,
    kNeverClosed,
    kPartNotCaptured,
    kSenderUnseen,
    kSenderJustSent,
    kPeerFinAcked,
    kAckOfFinNotCaptured,
    kOwnFinAckedByNumber,
    kDataMayBeBefore,
    kTriggerNotCaptured,
    kSentBeforeItsFinCame,
    kFinNotRepeated,
    kNotAtOnce,
    kFirewallLooksAlike,
    // The opening handshake.
    kSynAnswered,
    kSynNotAcknowledged,
    kNumberOfItsOwn,
    kSynAckAnswered,
    kChallengeAck,
    kNotYetEstablished,
    kOlderConnection,
    kSynWaited,
    kEarlierSynUnanswered,
    kUnacceptedChild,
    kHandshakeIgnored,
    kLinger0LooksAlike,
    // The IP header.
    kTtlAsFlow,
    kTtlStep,
    kTtlCustomLooksAlike,
    kTosReflected,
    kTosNotReflected,
    kTosStep,
    kIpIdInPassive,
    kFragmentsAllowed,
    kIpIdZero,
    kIpIdOfSocket,
    kIpIdOfHost,
    kIpIdStep,
    kFlowLabelOfFlow,
    kFlowLabelOther,
    kFlowLabelZero,
    kRejectRule,
    kHostAnsweredToo,
    kSynAccepted,
    kTurnedAround,
    kSeveralToOne,
    // Aborts.
    kKeepaliveUnanswered,
    kNothingToRead,
    kResetAcksNewData,
    kLingerOrUnread,
    kWindowOpened,
    kNotInSequence,
    // Other resets.
    kResetBefore,
    kOwnResetNotTaken,
    kCopyOfReset,
    kNothingElse,
    kNothingFits,
    kAllAlike,
    kResetText,
    kMptcpReset,
    // The sender's stack.
    kSenderStack,
    kActiveAsWindows,
    kAckIsSeqInPassive,
    kNetScalerCode,
    kFinWait2TimerEnded,
    kTimerOfStackLooksAlike,
    kSmallStackLooksAlike,
    // What became of the connection.
    kPeerInCloseWait,
    kSenderInCloseWait,
    // Causes.
    kShorterThanTimeout,
    kShorterThanSurvivor,
    kSurvivorsHadBuckets,
    kTableTurnedFull,
    kManyBucketsHeld,
    kTimeoutElapsed,
    kSurvivorsStop,
    kAboveRoundTime,
    kLowerTimeoutLooksAlike,
    kFullTableLooksAlike,
    kWithinTimeWait,
    // Boxes on the way.
    kNearerThanHost,
    kProxyAnswered,
    kCountsUp,
    kFollowedByCount,
    kBothEndsAtOnce,
    kOtherEndToo,
    kSocketGoesOn,
    kSocketWentOn,
    kCookieLooksAlike,
    kSilentBeforeTrigger,
    kSilentBeforeReset,
    kSilenceRepeats,
    kSameUnderOtherAddress,
    kBeyondWindow,
    kOnOneSideOnly,
    // The word of the sender's kernel.
    kKernelTraced,
    kKernelContradicts,
    kNotTraced,
    kRefusalCounted,
    kNoRefusalCounted,
    // Captures at other places.
    kHeldTowardSender,
    kHeldTowardReceiver,
    kNeverArrived,
    kNeverSent,
    kTriggerNeverCame,
    kWentOnThere,
    kRecorderLostNothing,
    kLostBefore,
    kChangedBetween,
    kCount,
};
inline constexpr std::size_t kEvidences = static_cast<std::size_t>(Evidence::kCount);

/// A set of kinds of evidence, in a few octets: a capture may hold millions of resets.
class EvidenceSet {
  public:
    EvidenceSet() = default;
    EvidenceSet(std::initializer_list<Evidence> kinds) { add(kinds); }
    void add(Evidence kind) { kinds_.set(static_cast<std::size_t>(kind)); }
    void add(std::initializer_list<Evidence> kinds) {
        for (Evidence kind : kinds) add(kind);
    }
    bool has(Evidence kind) const { return kinds_.test(static_cast<std::size_t>(kind)); }

    friend EvidenceSet operator|(EvidenceSet a, const EvidenceSet& b) {
        a.kinds_ |= b.kinds_;
        return a;
    }
    friend EvidenceSet operator&(EvidenceSet a, const EvidenceSet& b) {
        a.kinds_ &= b.kinds_;
        return a;
    }
    friend EvidenceSet operator-(EvidenceSet a, const EvidenceSet& b) {
        a.kinds_ &= ~b.kinds_;
        return a;
    }
    friend bool operator==(const EvidenceSet&, const EvidenceSet&) = default;

  private:
    std::bitset<kEvidences> kinds_;
};

}  // namespace finrst
