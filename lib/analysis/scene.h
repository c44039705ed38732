// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/connection.h"
#include "analysis/host.h"
#include "analysis/reset.h"
#include "analysis/segment.h"
#include "trigger.h"

#include <algorithm>
#include <span>

namespace finrst {

/// Everything that a rule looks at: a RST, and what the capture held before it.
struct Scene {
    const Segment& segment;  ///< the RST
    Side side;               ///< of the sender
    const Connection& connection;
    const Endpoint& sender;  ///< the end that the RST claims to come from
    const Endpoint& peer;
    const Host& host;            ///< the sender's
    const Connection* previous;  ///< the four-tuple's earlier incarnation, or null
    const Reset* first_reset;    ///< the connection's first reset, or null
    Answered answered;
};

/// A rule recognises one kind of reset. It returns false where it has nothing to say; else it has
/// written its verdict, the certainty and the evidence, and no other rule is asked.
using Rule = bool (*)(const Scene& scene, Reset& reset);

/// Asks one rule after the other until one speaks. Returns whether one did.
inline bool askInOrder(std::span<const Rule> rules, const Scene& scene, Reset& reset) {
    return std::any_of(rules.begin(), rules.end(), [&](Rule rule) { return rule(scene, reset); });
}

inline void conclude(Reset& reset, Verdict verdict, Certainty certainty) {
    reset.verdict = verdict;
    reset.certainty = certainty;
}

inline void doubt(Reset& reset, Certainty at_most) {
    reset.certainty = std::min(reset.certainty, at_most);
}

inline void doubt(Reset& reset, Certainty at_most, Evidence why) {
    doubt(reset, at_most);
    reset.counter_evidence.add(why);
}

}  // namespace finrst
