// SPDX-License-Identifier: GPL-2.0-or-later
#include "close_rules.h"

#include "middlebox_rules.h"
#include "missing_socket.h"
#include "shape.h"

#include <array>

namespace finrst::rules {

namespace {

/// Linux delays the ACK of a FIN by 40 ms (`TCP_ATO_MIN`), as long as the peer sends nothing of its
/// own, its FIN included; other stacks by up to 200 ms.
void tellAckOfOwnFin(Reset& reset) {
    constexpr Duration kShortestDelay = std::chrono::milliseconds(30);
    reset.evidence.add(Evidence::kOwnFinAcked);
    if (reset.own_fin_ack_delay >= kShortestDelay) reset.evidence.add(Evidence::kAckDelayed);
}

/// Three FINs without an answer are no accident of the network.
bool gaveUpFin(const Endpoint& sender) {
    constexpr int kGaveUpFins = 3;
    return sender.fin_copies >= kGaveUpFins;
}

/// The sender closed last: once its FIN was ACKed, it had no state to keep (RFC 9293, 3.10.7.4,
/// LAST-ACK).
bool afterPassiveClose(const Scene& scene, Reset& reset) {
    const Endpoint& sender = scene.sender;
    if (!sender.peer_fin_acked_first) return false;
    const bool complete = sender.finAcked() && sender.fin_ack_frame != scene.answered.segment.frame;
    if (complete) {
        reset.evidence.add(Evidence::kLateSegment);
    } else {
        reset.sender_state = TcpState::kLastAck;
    }
    conclude(reset, Verdict::kDataAfterClose,
             complete ? Certainty::kProbable : Certainty::kPossible);
    return true;
}

/// The peer's FIN had been ACKed and comes again: that is what TIME-WAIT waits for, to ACK it once
/// more (RFC 9293, 3.10.7.4; `tcp_timewait_state_process`).
bool finCameAgain(const Scene& scene, Reset& reset) {
    const SentSegment& trigger = scene.answered.segment;
    if (!trigger.has(kFin) || !scene.peer.finAcked() ||
        !scene.sender.hasAcknowledged(trigger.end())) {
        return false;
    }
    reset.evidence.add(Evidence::kFinAckedBefore);
    conclude(reset, Verdict::kTimeWaitMissing, Certainty::kCertain);
    weighMissingSocket(reset);
    return true;
}

/// A FIN_WAIT2 bucket ACKs a bare FIN in order (`tcp_timewait_state_process`): there was none,
/// because the FIN timeout had passed, or because none was made when the own FIN was ACKed
/// (`inet_twsk_alloc` at tcp_max_tw_buckets). An ACK that did not stop the FINs did not arrive.
bool missedInFinWait2(const Scene& scene, Reset& reset) {
    const Endpoint& sender = scene.sender;
    const bool acks_lost = sender.fin_repeated_after_ack && gaveUpFin(sender);
    if (!sender.finAckedSeparately() || acks_lost) return false;
    tellAckOfOwnFin(reset);
    conclude(reset, Verdict::kFinWait2Missing, Certainty::kCertain);
    const bool came_before = scene.answered.segment.frame != scene.peer.fin_frame;
    if (came_before) doubt(reset, Certainty::kPossible, Evidence::kFinCameBefore);
    return true;
}

/// The peer's FIN ACKed the own FIN, so that the full socket took it; the ACK was not captured, and
/// the FIN came again.
bool finTakenUnseen(const Scene& scene, Reset& reset) {
    if (!scene.sender.fin_acked_by_fin || scene.answered.segment.frame == scene.peer.fin_frame) {
        return false;
    }
    reset.sender_state = TcpState::kTimeWait;
    reset.evidence.add(Evidence::kFinRepeated);
    conclude(reset, Verdict::kTimeWaitMissing, Certainty::kPossible);
    return true;
}

/// An orphan in FIN-WAIT-1 gives up after tcp_orphan_retries FINs, or at once beyond
/// tcp_max_orphans (`tcp_write_timeout`, `tcp_out_of_resources`).
bool missedInFinWait1(const Scene& scene, Reset& reset) {
    const Endpoint& sender = scene.sender;
    if (sender.fin_repeated_after_ack) {
        reset.evidence.add(Evidence::kOwnFinRepeatedAfterAck);
    } else {
        reset.evidence.add(sender.finAcked() ? Evidence::kOwnFinAckedByFin
                                             : Evidence::kOwnFinUnacked);
    }
    if (sender.fin_copies > 1) reset.evidence.add(Evidence::kOwnFinRepeated);
    reset.sender_state = TcpState::kFinWait1;
    const bool gave_up = gaveUpFin(sender) && !sender.finAcked();
    conclude(reset, Verdict::kFinWait1Missing,
             gave_up ? Certainty::kProbable : Certainty::kPossible);
    return true;
}

/// A socket in any state, and a bucket, ACK a bare FIN that is next in order (RFC 9293, 3.10.7.4):
/// a RST says that there was none.
bool finInOrder(const Scene& scene, Reset& reset) {
    if (scene.answered.kind != Trigger::kFin || !scene.sender.sent_ack) return false;
    constexpr std::array<Rule, 3> kStates = {missedInFinWait2, finTakenUnseen, missedInFinWait1};
    askInOrder(kStates, scene, reset);
    reset.evidence.add(Evidence::kBareFinInOrder);
    weighMissingSocket(reset);
    return true;
}

bool bringsNothingNew(const Scene& scene) {
    return scene.sender.hasAcknowledged(scene.answered.segment.end());
}

/// Nobody is left to read new data, and the peer is to know (RFC 9293, 3.6.1). The closed socket
/// resets (`tcp_rcv_state_process`), its bucket does (`tcp_timewait_state_process`), and so does
/// the stack without either.
bool dataAfterOwnFin(const Scene& scene, Reset& reset) {
    const Trigger kind = scene.answered.kind;
    if (kind == Trigger::kFinGap) {
        reset.evidence.add(Evidence::kFinBeyondGap);
    } else if (kind == Trigger::kFinData || (kind == Trigger::kData && !bringsNothingNew(scene))) {
        reset.evidence.add(Evidence::kDataAfterOwnFin);
    } else {
        return false;
    }
    conclude(reset, Verdict::kDataAfterClose, Certainty::kCertain);
    if (!isLinuxAnswer(reset) || !tellsBucketFromNone(reset)) {
        doubt(reset, Certainty::kProbable, Evidence::kBucketLooksAlike);
    }
    if (kind == Trigger::kFinGap) {
        doubt(reset, Certainty::kProbable, Evidence::kAckPerhapsMissed);
    }
    return true;
}

/// With TCP_LINGER2 below 0, the socket resets as soon as its FIN is ACKed, in answer to that ACK
/// (`tcp_rcv_state_process`); one that had given up its FINs before is missing.
bool ackOfOwnFin(const Scene& scene, Reset& reset) {
    if (scene.answered.segment.frame != scene.sender.fin_ack_frame) return false;
    reset.evidence.add(Evidence::kAckOfOwnFin);
    const bool gave_up = gaveUpFin(scene.sender);
    if (gave_up) reset.evidence.add(Evidence::kOwnFinRepeated);
    conclude(reset, gave_up ? Verdict::kFinWait1Missing : Verdict::kLinger2Abort,
             isLinuxAnswer(reset) ? Certainty::kProbable : Certainty::kPossible);
    return true;
}

/// An ACK, a keep-alive probe, or data that was read before: nothing that a bucket would reset, but
/// nothing either that came to a socket in this state for sure.
bool bareSegment(const Scene& scene, Reset& reset) {
    const Endpoint& sender = scene.sender;
    reset.evidence.add(Evidence::kBareSegmentAfterFin);
    if (reset.sender_state == TcpState::kTimeWait) {
        conclude(reset, Verdict::kTimeWaitMissing, Certainty::kPossible);
    } else if (sender.finAckedSeparately()) {
        tellAckOfOwnFin(reset);
        conclude(reset, Verdict::kFinWait2Missing, Certainty::kPossible);
    } else {
        reset.evidence.add(sender.finAcked() ? Evidence::kOwnFinAckedByFin
                                             : Evidence::kOwnFinUnacked);
        conclude(reset, Verdict::kFinWait1Missing, Certainty::kPossible);
    }
    weighMissingSocket(reset);
    return true;
}

constexpr std::array<Rule, 7> kRules = {
    rejectedByRule,     // a firewall: it tells nothing of the socket
    afterPassiveClose,  // the sender closed last
    finCameAgain,       // TIME-WAIT
    finInOrder,         // FIN-WAIT-2, FIN-WAIT-1
    dataAfterOwnFin,    // whatever was left of the socket
    ackOfOwnFin,        // the socket itself
    bareSegment,        // who knows
};

}  // namespace

bool afterOwnFin(const Scene& scene, Reset& reset) {
    if (!scene.sender.sentFin() || !scene.answered.passive) return false;
    return askInOrder(kRules, scene, reset);
}

/// The FIN is not in the capture, but the peer acknowledged one number beyond the sender's last
/// data, in a segment before its own FIN.
bool afterUnseenFin(const Scene& scene, Reset& reset) {
    const Endpoint& sender = scene.sender;
    const bool knows_data = sender.sent_data || sender.sent_syn;
    if (scene.answered.kind != Trigger::kFin || !knows_data || !sender.fin_implied ||
        !sender.sent_ack || scene.segment.seq != sender.next_seq + 1) {
        return false;
    }
    reset.evidence.add({Evidence::kOwnFinImplied, Evidence::kBareFinInOrder});
    reset.sender_state = TcpState::kFinWait2;
    conclude(reset, Verdict::kFinWait2Missing, Certainty::kPossible);
    weighMissingSocket(reset);
    return true;
}

}  // namespace finrst::rules
