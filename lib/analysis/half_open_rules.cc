// SPDX-License-Identifier: GPL-2.0-or-later
#include "half_open_rules.h"

#include "missing_socket.h"

namespace finrst::rules {

namespace {

/// The sender's FIN may have been in a part that the capture misses: before its first segment, or
/// between its last one and what the peer acknowledges. The answer to a segment without ACK has the
/// number 0, which tells nothing.
bool partIsMissing(const Scene& scene) {
    const Endpoint& sender = scene.sender;
    const bool misses_start = !sender.sent_data && !sender.sent_syn;
    const bool misses_end = !scene.segment.has(kAck) && sender.next_seq.precedes(scene.segment.seq);
    return misses_start || misses_end;
}

/// No host restarts within a second.
bool wasJustAlive(const Scene& scene) {
    constexpr Duration kRestart = std::chrono::seconds(1);
    const SentSegment& latest = scene.sender.latest;
    return latest && scene.answered.segment.time - latest.time < kRestart;
}

}  // namespace

/// RFC 9293, 3.5.1: one end lost the connection (crash, restart, failover), and learns of it from
/// the other end's next segment. Never certain: a FIN may have been lost on its way to where the
/// capture was made.
bool halfOpen(const Scene& scene, Reset& reset) {
    if (!scene.answered.passive) return false;
    reset.evidence.add(Evidence::kNeverClosed);
    conclude(reset, Verdict::kHalfOpen, Certainty::kProbable);
    weighMissingSocket(reset);
    if (partIsMissing(scene)) doubt(reset, Certainty::kPossible, Evidence::kPartNotCaptured);
    if (wasJustAlive(scene)) doubt(reset, Certainty::kPossible, Evidence::kSenderJustSent);
    return true;
}

}  // namespace finrst::rules
