// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/judgement.h"
#include "scene.h"

namespace finrst {

/// Holds all hypotheses against a RST: those that something known contradicts are out, the best of
/// the rest is the verdict, and what is left beside it says how sure that is.
Judgement judge(const Scene& scene, const Observation& seen);

/// What was captured after a reset and says that its sender did not send it.
enum class Contradiction {
    kSynAccepted,  ///< the SYN that it refused was answered by a SYN-ACK
    kWentOn,       ///< its sender acknowledged or sent something new
    kCountsOn,     ///< its sender's IP IDs, which the RST did not continue, go on
    kFollowed,     ///< the next RST of its sender has a TTL and a window that count up
    kBothEnds,     ///< the other end was reset, too, at the same moment
    kElsewhere,    ///< the same, but the reset's number was not the sender's next one: its
                   ///< receiver ignored it (RFC 5961, 3), and it may belong to something else
};

/// Takes a contradiction by the later segment `by` into the judgement on `reset`. What comes at
/// once may only have changed places with the reset.
void contradict(Reset& reset, Contradiction how, const Segment& by);

/// The RST is known to have passed both sides of the router on which its sender's segments are
/// captured: what `Evidence::kOnOneSideOnly` had left open is answered.
void showOnBothSides(Reset& reset);

/// Somebody who knows says that of the explanations only those marked are possible: judges the
/// reset anew by what is left of them. Where nothing is, it is `Verdict::kUnexplained`, or a box
/// where only boxes are possible.
void leave(Reset& reset, std::uint64_t possible);

}  // namespace finrst
