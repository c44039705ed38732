// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/evidence.h"
#include "analysis/tcp_state.h"
#include "analysis/verdict.h"

#include <cstdint>
#include <vector>

namespace finrst {

/// The ways in which a RST comes about. Of several that fit as well, the first one is believed.
enum class Hypothesis : std::uint8_t {
    kSelfDescribed,
    kStray,
    kTurnedAround,
    kInjected,
    kForeignHeader,
    kRejectRule,
    kRefusedByOldBucket,
    kRefused,
    kStaleSynAck,
    kChallenged,
    kNotEstablished,
    kNeverOpened,
    kResetBefore,
    kClosedLast,
    kTimeWaitGone,
    kBucketGone,
    kOrphanGone,
    kDataAfterFin,
    kLateData,
    kLinger2,
    kForgotten,
    kUnacceptedChild,
    kAborted,
    kBox,
    kCount,
};

/// How well a hypothesis fits what was captured.
enum class Fit : std::uint8_t {
    kOut,    ///< something known contradicts it
    kRare,   ///< it is left, but needs something rare
    kOpen,   ///< it is left: what it requires is not all in the capture
    kShown,  ///< all that it requires is in the capture
};

/// One fit for each hypothesis.
class Fits {
  public:
    Fit of(Hypothesis hypothesis) const {
        return static_cast<Fit>(bits_ >> shift(hypothesis) & 3u);
    }
    void set(Hypothesis hypothesis, Fit fit) {
        bits_ &= ~(std::uint64_t{3} << shift(hypothesis));
        bits_ |= std::uint64_t{static_cast<std::uint8_t>(fit)} << shift(hypothesis);
    }
    void lower(Hypothesis hypothesis, Fit at_most) {
        if (of(hypothesis) > at_most) set(hypothesis, at_most);
    }
    friend bool operator==(const Fits&, const Fits&) = default;

  private:
    static unsigned shift(Hypothesis hypothesis) { return 2u * static_cast<unsigned>(hypothesis); }
    std::uint64_t bits_ = 0;
    static_assert(static_cast<unsigned>(Hypothesis::kCount) <= 32);
};

/// What is believed of a RST: the best of the explanations that are left, and how sure that is.
struct Judgement {
    Fits fits;
    Verdict verdict = Verdict::kUnexplained;
    Certainty certainty = Certainty::kPossible;
    Origin origin = Origin::kUnknown;
    Cause cause = Cause::kNone;
    TcpState sender_state = TcpState::kUnknown;  ///< in which the sender should have been
    EvidenceSet evidence;
    EvidenceSet counter_evidence;
    std::uint32_t contradiction_frame = 0;  ///< the sender's later segment, as if nothing was reset
};

/// The verdicts of what is left beside the judgement, likeliest first; all of them, where it is
/// `Verdict::kUnexplained`.
std::vector<Verdict> alternatives(const Judgement& judgement);

}  // namespace finrst
