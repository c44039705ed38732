// SPDX-License-Identifier: GPL-2.0-or-later
#include "hypotheses.h"
#include "shape.h"

namespace finrst::hypotheses {

namespace {

/// The sender's FIN may have been in a part that the capture misses: before its first segment, or
/// between its last one and what the peer acknowledges. The answer to a segment without ACK has the
/// number 0, which tells nothing.
bool partIsMissing(const Scene& scene) {
    const Endpoint& sender = scene.sender;
    const bool misses_start = !sender.sent_data && !sender.sent_syn;
    const bool misses_end = !scene.segment.has(kAck) && sender.next_seq.precedes(scene.segment.seq);
    return misses_start || misses_end || !scene.showsPlainSegments();
}

/// No host restarts within a second.
bool wasJustAlive(const Scene& scene) {
    constexpr Duration kRestart = std::chrono::seconds(1);
    const SentSegment& latest = scene.sender.latest;
    return latest && scene.answered.segment.time - latest.time < kRestart;
}

bool bothFinsAcked(const Scene& scene) {
    return scene.sender.finAcked() && scene.peer.finAcked();
}

}  // namespace

/// RFC 9293, 3.5.1: one end lost the connection (crash, restart, failover), and learns of it from
/// the other end's next segment. Never certain: a FIN may have been lost on its way to where the
/// capture was made.
Finding forgotten(const Scene& scene, const Observation& seen) {
    if (!scene.answered.passive || scene.sender.sentFin() || scene.answersSyn() ||
        !scene.sender.spoke() || scene.answered.kind == Trigger::kSynAck ||
        seen.own_reset_frame != 0) {
        return {};
    }
    Finding found{
        .fit = Fit::kShown, .evidence = {Evidence::kNeverClosed}, .at_most = Certainty::kProbable};
    if (!isOfTheKernel(seen)) found.counter_evidence.add(Evidence::kFirewallLooksAlike);
    if (seen.header.has(Evidence::kSlowAnswer)) found.at_most = Certainty::kPossible;
    if (partIsMissing(scene)) {
        found.lower(Fit::kOpen, Evidence::kPartNotCaptured);
        found.at_most = Certainty::kPossible;
    }
    if (wasJustAlive(scene)) {
        found.lower(Fit::kOpen, Evidence::kSenderJustSent);
        found.at_most = Certainty::kPossible;
    }
    return found;
}

/// The socket was there and ended the connection itself (RFC 9293, 3.10.5;
/// `tcp_send_active_reset`): always with ACK, and while there was something left to abort.
Finding aborted(const Scene& scene, const Observation& seen) {
    if (!scene.segment.has(kAck) || scene.answered.passive || bothFinsAcked(scene)) return {};
    Finding found{.fit = Fit::kShown};
    if (scene.connection.state(scene.side) == TcpState::kCloseWait) {
        found.evidence.add(Evidence::kPeerFinAcked);
    }
    const bool may_answer = scene.answered.segment || !scene.peer.spoke();
    const bool proven = isAsOfTheSocket(seen) && (scene.segment.has_options || !may_answer);
    if (!proven) found.at_most = Certainty::kProbable;
    if (!scene.sender.spoke()) {
        found.lower(Fit::kOpen, Evidence::kSenderUnseen);
        found.at_most = Certainty::kPossible;
    } else if (scene.segment.seq != scene.sender.next_seq) {
        found.counter_evidence.add(Evidence::kNotInSequence);
        found.at_most = Certainty::kPossible;
    }
    return found;
}

}  // namespace finrst::hypotheses
