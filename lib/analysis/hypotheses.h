// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "scene.h"

#include <algorithm>
#include <array>

namespace finrst {

/// How well one way in which a RST comes about fits one, and what speaks for and against it.
struct Finding {
    Fit fit = Fit::kOut;
    EvidenceSet evidence{};
    EvidenceSet counter_evidence{};
    TcpState state = TcpState::kUnknown;  ///< of the sender; kUnknown: as the segments show it
    Certainty at_most = Certainty::kCertain;
    bool settles = false;  ///< it fits, and nothing else is to be considered

    void lower(Fit to) { fit = std::min(fit, to); }
    void lower(Fit to, Evidence why) {
        lower(to);
        counter_evidence.add(why);
    }
};

/// One way in which a RST comes about.
struct Hypothesis {
    Verdict verdict;
    /// `seen`: the observation of the same RST. Nothing that is not in the capture counts as not
    /// having happened.
    Finding (*held_against)(const Scene& scene, const Observation& seen);
    bool of_host = true;  ///< the sender's host made the RST
};

namespace hypotheses {

// Somebody else than the sender's host.
Finding turnedAround(const Scene& scene, const Observation& seen);
Finding injected(const Scene& scene, const Observation& seen);
Finding bothEnds(const Scene& scene, const Observation& seen);
Finding nearer(const Scene& scene, const Observation& seen);
Finding foreignHeader(const Scene& scene, const Observation& seen);
Finding rejectRule(const Scene& scene, const Observation& seen);
Finding box(const Scene& scene, const Observation& seen);

// The RST itself, and resets before it.
Finding selfDescribed(const Scene& scene, const Observation& seen);
Finding resetBefore(const Scene& scene, const Observation& seen);
Finding stray(const Scene& scene, const Observation& seen);

// The handshake.
Finding refused(const Scene& scene, const Observation& seen);
Finding refusedByOldBucket(const Scene& scene, const Observation& seen);
Finding refusedBehindProxy(const Scene& scene, const Observation& seen);
Finding anotherSyn(const Scene& scene, const Observation& seen);
Finding staleSynAck(const Scene& scene, const Observation& seen);
Finding challenged(const Scene& scene, const Observation& seen);
Finding notEstablished(const Scene& scene, const Observation& seen);
Finding ackOfUnsent(const Scene& scene, const Observation& seen);
Finding neverOpened(const Scene& scene, const Observation& seen);
Finding unacceptedChild(const Scene& scene, const Observation& seen);

// The sender had closed.
Finding closedLast(const Scene& scene, const Observation& seen);
Finding timeWaitGone(const Scene& scene, const Observation& seen);
Finding bucketGone(const Scene& scene, const Observation& seen);
Finding orphanGone(const Scene& scene, const Observation& seen);
Finding dataAfterFin(const Scene& scene, const Observation& seen);
Finding lateData(const Scene& scene, const Observation& seen);
Finding linger2(const Scene& scene, const Observation& seen);

// The sender had not closed.
Finding forgotten(const Scene& scene, const Observation& seen);
Finding aborted(const Scene& scene, const Observation& seen);

/// Of several that fit as well, the first one is believed.
inline constexpr std::array kAll = {
    Hypothesis{Verdict::kSelfDescribed, selfDescribed},
    Hypothesis{Verdict::kStray, stray},
    Hypothesis{Verdict::kMiddlebox, turnedAround, false},
    Hypothesis{Verdict::kMiddlebox, injected, false},
    Hypothesis{Verdict::kMiddlebox, bothEnds, false},
    Hypothesis{Verdict::kMiddlebox, nearer, false},
    Hypothesis{Verdict::kMiddlebox, foreignHeader, false},
    Hypothesis{Verdict::kMiddlebox, rejectRule, false},
    Hypothesis{Verdict::kRefused, refusedByOldBucket},
    Hypothesis{Verdict::kRefused, refused},
    Hypothesis{Verdict::kRefused, refusedBehindProxy},
    Hypothesis{Verdict::kHandshakeReset, anotherSyn},
    Hypothesis{Verdict::kHandshakeReset, staleSynAck},
    Hypothesis{Verdict::kHandshakeReset, challenged},
    Hypothesis{Verdict::kHandshakeReset, notEstablished},
    Hypothesis{Verdict::kHandshakeReset, ackOfUnsent},
    Hypothesis{Verdict::kHandshakeReset, neverOpened},
    Hypothesis{Verdict::kAfterReset, resetBefore},
    Hypothesis{Verdict::kDataAfterClose, closedLast},
    Hypothesis{Verdict::kTimeWaitMissing, timeWaitGone},
    Hypothesis{Verdict::kFinWait2Missing, bucketGone},
    Hypothesis{Verdict::kFinWait1Missing, orphanGone},
    Hypothesis{Verdict::kDataAfterClose, dataAfterFin},
    Hypothesis{Verdict::kDataAfterClose, lateData},
    Hypothesis{Verdict::kLinger2Abort, linger2},
    Hypothesis{Verdict::kHalfOpen, forgotten},
    Hypothesis{Verdict::kHandshakeReset, unacceptedChild},
    Hypothesis{Verdict::kAbort, aborted},
    Hypothesis{Verdict::kMiddlebox, box, false},
};
static_assert(kAll.size() <= Fits::kMost);

}  // namespace hypotheses

}  // namespace finrst
