// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "scene.h"

#include <algorithm>

namespace finrst {

/// What became of a hypothesis that was held against a RST, and what speaks for and against it.
struct Finding {
    Fit fit = Fit::kOut;
    EvidenceSet evidence{};
    EvidenceSet counter_evidence{};
    TcpState state = TcpState::kUnknown;  ///< of the sender; kUnknown: as the segments show it
    Certainty at_most = Certainty::kCertain;
    bool settles = false;  ///< nothing else is to be considered

    void lower(Fit to) { fit = std::min(fit, to); }
    void lower(Fit to, Evidence why) {
        lower(to);
        counter_evidence.add(why);
    }
};

/// Each function tries one hypothesis of judgement.h. `seen`: the observation of the same RST.
/// Nothing that is not in the capture counts as not having happened.
namespace hypotheses {

// Somebody else than the sender's host.
Finding turnedAround(const Scene& scene, const Observation& seen);
Finding injected(const Scene& scene, const Observation& seen);
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
Finding staleSynAck(const Scene& scene, const Observation& seen);
Finding challenged(const Scene& scene, const Observation& seen);
Finding notEstablished(const Scene& scene, const Observation& seen);
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

}  // namespace hypotheses

}  // namespace finrst
