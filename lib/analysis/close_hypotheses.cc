// SPDX-License-Identifier: GPL-2.0-or-later
#include "hypotheses.h"
#include "shape.h"

namespace finrst::hypotheses {

namespace {

/// Linux delays the ACK of a FIN by 40 ms (`TCP_ATO_MIN`), as long as the peer sends nothing of its
/// own, its FIN included; other stacks by up to 200 ms.
void tellAckOfOwnFin(const Observation& seen, Finding& found) {
    constexpr Duration kShortestDelay = std::chrono::milliseconds(30);
    found.evidence.add(Evidence::kOwnFinAcked);
    if (seen.own_fin_ack_delay >= kShortestDelay) found.evidence.add(Evidence::kAckDelayed);
}

/// Three FINs without an answer are no accident of the network.
bool gaveUpFin(const Endpoint& sender) {
    constexpr int kGaveUpFins = 3;
    return sender.fin_copies >= kGaveUpFins;
}

/// The FIN's ACK that is in the capture did not stop the FINs: it did not arrive.
bool ackWasLost(const Endpoint& sender) {
    return sender.fin_repeated_after_ack && gaveUpFin(sender);
}

/// A RST of the stack, which the sender's FIN went before; after an own reset, nothing of this is
/// left.
bool closedAndAnswers(const Scene& scene, const Observation& seen) {
    return scene.sender.sentFin() && scene.answered.passive && seen.own_reset_frame == 0;
}

/// A RST without ACK at or behind the sender's FIN whose trigger is not in the capture: its number
/// is what the peer had acknowledged.
bool closedAndAnswersUnseen(const Scene& scene, const Observation& seen) {
    return scene.sender.sentFin() && !scene.segment.has(kAck) && !scene.answered.segment &&
           seen.own_reset_frame == 0;
}

bool acksOwnFin(const Scene& scene) {
    return scene.segment.seq == scene.sender.finEnd();
}

/// The same, behind the FIN: its ACK had come.
bool acksOwnFinUnseen(const Scene& scene, const Observation& seen) {
    return closedAndAnswersUnseen(scene, seen) && acksOwnFin(scene);
}

/// The sender acknowledged data after its close, and resets right behind that. So does a small
/// stack that carries the connection on to a socket which is closed (libslirp).
bool ackedLateData(const Scene& scene, Stack stack) {
    constexpr Duration kRightBehind = std::chrono::milliseconds(10);
    const Endpoint& sender = scene.sender;
    return mayBeSmall(stack) && !sender.timestamps && scene.segment.has(kAck) &&
           sender.finAckedSeparately() && sender.acked_frame > scene.finAckFrame() &&
           scene.segment.time - sender.acked_time < kRightBehind;
}

bool isBareFin(const Answered& answered) {
    return answered.segment.has(kFin) && answered.segment.length == 0;
}

/// A part of what the sender sent was not captured: a FIN may have been there.
bool closedPerhaps(const Scene& scene, const Observation& seen) {
    const bool part_is_missing = scene.isBeyondSender() || scene.sender.unseen > 0;
    return !scene.sender.sentFin() && scene.answered.passive && part_is_missing &&
           seen.own_reset_frame == 0;
}

/// What makes an answer without a socket less than sure: another stack, or one that took its time.
void weighAnswer(const Observation& seen, Finding& found) {
    if (seen.header.has(Evidence::kSlowAnswer)) {
        found.at_most = Certainty::kPossible;
    } else if (!isLinuxAnswer(seen)) {
        found.at_most = std::min(found.at_most, Certainty::kProbable);
    }
    if (!isOfTheKernel(seen)) found.counter_evidence.add(Evidence::kFirewallLooksAlike);
    if (looksLikeARule(seen)) found.lower(Fit::kOpen);
}

/// What brings the first ACK of the FIN, or came before it, met the full socket.
bool wasInFinWait1(const Scene& scene, const Observation& seen) {
    return !scene.sender.finAcked() || scene.finAckFrame() == seen.trigger_frame;
}

bool bringsNothingNew(const Scene& scene) {
    return scene.sender.hasAcknowledged(scene.answered.segment.end());
}

/// The FIN is bare, and nothing shows data between what the sender had acknowledged and it.
bool isFinInOrder(const Scene& scene) {
    return scene.answered.kind == Trigger::kFin && scene.sender.sent_ack;
}

/// Where the sender's ACKs were not captured, it may have received what lies before the FIN, or may
/// not.
bool dataMayBeBefore(const Scene& scene) {
    return scene.sender.sent_ack && scene.sender.acked.precedes(scene.answered.segment.seq);
}

void tellOrderOfFin(const Scene& scene, Finding& found) {
    if (dataMayBeBefore(scene)) {
        found.lower(Fit::kOpen, Evidence::kDataMayBeBefore);
    } else {
        found.evidence.add(Evidence::kBareFinInOrder);
    }
}

Finding bucketGoneUnseen(const Observation& seen) {
    Finding found{.fit = Fit::kOpen,
                  .evidence = {Evidence::kOwnFinImplied, Evidence::kBareFinInOrder},
                  .state = TcpState::kFinWait2,
                  .at_most = Certainty::kPossible};
    weighAnswer(seen, found);
    return found;
}

/// What a bucket, or a socket in FIN-WAIT-2, would have ACKed: a bare FIN in order. When its own
/// FIN was ACKed is what matters: before the peer's FIN, or by it.
Finding bucketGoneAtFin(const Scene& scene, const Observation& seen) {
    const Endpoint& sender = scene.sender;
    Finding found{.fit = Fit::kShown};
    tellOrderOfFin(scene, found);
    const bool came_before = scene.answered.segment.frame != scene.peer.fin_frame;
    if (sender.finAckedSeparately()) {
        tellAckOfOwnFin(seen, found);
        if (came_before) found.lower(Fit::kOpen, Evidence::kFinCameBefore);
        if (came_before) found.at_most = Certainty::kPossible;
    } else if (!acksOwnFin(scene) || gaveUpFin(sender)) {
        return {};
    } else {
        // A FIN that came before, as the first ACK, the full socket had taken.
        found.lower(came_before ? Fit::kRare : Fit::kOpen, Evidence::kAckOfFinNotCaptured);
        if (scene.showsPlainSegments()) found.at_most = Certainty::kPossible;
        found.evidence.add(Evidence::kOwnFinAckedByNumber);
        found.state = TcpState::kFinWait2;
    }
    if (sender.began_with_fin) {
        found.lower(Fit::kOpen, Evidence::kPartNotCaptured);
        found.at_most = Certainty::kPossible;
    }
    weighAnswer(seen, found);
    return found;
}

/// The answer of a small stack, where it is not known to be one.
Finding goneOfSmallStack(const Scene& scene, const Observation& seen) {
    if (!isFinInOrder(scene)) return {};
    Finding found{.fit = Fit::kOpen, .state = TcpState::kFinWait2, .at_most = Certainty::kPossible};
    if (scene.sender.finAckedSeparately()) {
        tellAckOfOwnFin(seen, found);
    } else if (scene.sender.sentFin() && acksOwnFin(scene) && !scene.showsPlainSegments()) {
        found.counter_evidence.add(Evidence::kAckOfFinNotCaptured);
    } else {
        return {};
    }
    tellOrderOfFin(scene, found);
    return found;
}

}  // namespace

/// The sender closed last: once its FIN was ACKed, it had no state to keep (RFC 9293, 3.10.7.4,
/// LAST-ACK).
Finding closedLast(const Scene& scene, const Observation& seen) {
    const Endpoint& sender = scene.sender;
    if (!closedAndAnswers(scene, seen) || !sender.peer_fin_acked_first) return {};
    const bool complete = sender.finAcked() && scene.finAckFrame() != seen.trigger_frame;
    Finding found{.fit = complete ? Fit::kShown : Fit::kOpen,
                  .at_most = complete ? Certainty::kProbable : Certainty::kPossible};
    if (complete) {
        found.evidence.add(Evidence::kLateSegment);
    } else {
        found.state = TcpState::kLastAck;
    }
    return found;
}

/// The peer's FIN had been ACKed and comes again: that is what TIME-WAIT waits for, to ACK it once
/// more (RFC 9293, 3.10.7.4; `tcp_timewait_state_process`).
Finding timeWaitGone(const Scene& scene, const Observation& seen) {
    const Endpoint& sender = scene.sender;
    const SentSegment& trigger = scene.answered.segment;
    // Of one direction alone: the sender may have ACKed a FIN that was not captured.
    if (acksOwnFinUnseen(scene, seen) && !scene.peer.spoke()) return {.fit = Fit::kRare};
    if (!closedAndAnswers(scene, seen) || sender.peer_fin_acked_first) return {};
    Finding found;
    if (trigger.has(kFin) && scene.peer.finAcked() && sender.hasAcknowledged(trigger.end())) {
        found = {.fit = Fit::kShown, .evidence = {Evidence::kFinAckedBefore}};
    } else if (isFinInOrder(scene) && scene.finAckFrame() == scene.peer.fin_frame &&
               trigger.frame != scene.peer.fin_frame && !ackWasLost(sender)) {
        // The full socket took the FIN that ACKed its own; its ACK was not captured.
        found = {.fit = Fit::kOpen,
                 .evidence = {Evidence::kFinRepeated, Evidence::kBareFinInOrder},
                 .state = TcpState::kTimeWait,
                 .at_most = Certainty::kPossible};
    } else if (scene.connection.state(scene.side) == TcpState::kTimeWait && !trigger.has(kFin) &&
               bringsNothingNew(scene)) {
        found = {.fit = Fit::kOpen,
                 .evidence = {Evidence::kBareSegmentAfterFin},
                 .at_most = Certainty::kPossible};
    } else {
        return {};
    }
    weighAnswer(seen, found);
    return found;
}

/// A FIN_WAIT2 bucket ACKs a bare FIN in order (`tcp_timewait_state_process`): there was none,
/// because the FIN timeout had passed, or because none was made when the own FIN was ACKed
/// (`inet_twsk_alloc` at tcp_max_tw_buckets). An ACK that did not stop the FINs did not arrive.
Finding bucketGone(const Scene& scene, const Observation& seen) {
    const Endpoint& sender = scene.sender;
    if (scene.closedUnseen()) return bucketGoneUnseen(seen);
    if (mayBeOfSmallStack(scene, seen.stack)) return goneOfSmallStack(scene, seen);
    if (acksOwnFinUnseen(scene, seen)) {
        // FINs are in the capture: what it answers was none, where the peer's direction is there.
        const bool fins_are_captured = scene.peer.spoke();
        return {.fit = fins_are_captured || gaveUpFin(sender) ? Fit::kRare : Fit::kOpen,
                .evidence = {Evidence::kOwnFinAckedByNumber},
                .counter_evidence = {Evidence::kTriggerNotCaptured},
                .state = TcpState::kFinWait2};
    }
    if (closedPerhaps(scene, seen) && isBareFin(scene.answered)) return {.fit = Fit::kRare};
    const bool in_fin_wait = closedAndAnswers(scene, seen) && !sender.peer_fin_acked_first &&
                             !ackWasLost(sender) && !seen.header.has(Evidence::kFlowLabelOfFlow);
    if (!in_fin_wait || scene.connection.state(scene.side) == TcpState::kTimeWait) return {};
    if (isFinInOrder(scene)) return bucketGoneAtFin(scene, seen);
    if (scene.answered.kind == Trigger::kFinGap) {
        // Only if the ACK of what lies before the FIN was not captured.
        return {.fit = Fit::kRare};
    }
    const bool first_ack = scene.finAckFrame() == seen.trigger_frame;
    if (!sender.finAckedSeparately() || !bringsNothingNew(scene)) return {};
    Finding found{.fit = first_ack ? Fit::kRare : Fit::kOpen, .at_most = Certainty::kPossible};
    found.evidence.add(Evidence::kBareSegmentAfterFin);
    if (!first_ack) tellAckOfOwnFin(seen, found);
    weighAnswer(seen, found);
    return found;
}

/// An orphan in FIN-WAIT-1 gives up after tcp_orphan_retries FINs, or at once beyond
/// tcp_max_orphans (`tcp_write_timeout`, `tcp_out_of_resources`).
Finding orphanGone(const Scene& scene, const Observation& seen) {
    const Endpoint& sender = scene.sender;
    if (acksOwnFinUnseen(scene, seen)) {
        Finding unseen{.fit = gaveUpFin(sender) ? Fit::kOpen : Fit::kRare,
                       .counter_evidence = {Evidence::kTriggerNotCaptured},
                       .state = TcpState::kFinWait1,
                       .at_most = Certainty::kPossible};
        if (sender.fin_copies > 1) unseen.evidence.add(Evidence::kOwnFinRepeated);
        return unseen;
    }
    if (!closedAndAnswers(scene, seen) || sender.peer_fin_acked_first) return {};
    const bool acked_before = sender.finAckedSeparately() &&
                              scene.finAckFrame() != seen.trigger_frame && !ackWasLost(sender);
    const bool nothing_new = scene.answered.kind == Trigger::kAck || bringsNothingNew(scene);
    if (acked_before || (!isFinInOrder(scene) && !nothing_new)) return {};
    Finding found{.fit = Fit::kShown, .state = TcpState::kFinWait1};
    if (isFinInOrder(scene)) tellOrderOfFin(scene, found);
    if (sender.fin_copies > 1) found.evidence.add(Evidence::kOwnFinRepeated);
    if (sender.fin_repeated_after_ack) {
        found.evidence.add(Evidence::kOwnFinRepeatedAfterAck);
    } else if (!sender.finAcked()) {
        found.evidence.add(Evidence::kOwnFinUnacked);
    } else if (sender.fin_acked_by_fin) {
        found.evidence.add(Evidence::kOwnFinAckedByFin);
    } else {
        found.evidence.add(Evidence::kAckOfOwnFin);
    }
    weighAnswer(seen, found);
    // A socket that gives its FIN up has sent it several times.
    if (!gaveUpFin(sender)) {
        found.lower(Fit::kOpen, Evidence::kFinNotRepeated);
        found.at_most = Certainty::kPossible;
    }
    const bool sent_once = sender.fin_copies == 1 && !sender.began_with_fin;
    if (sent_once && acksOwnFin(scene)) found.lower(Fit::kRare);
    found.at_most = std::min(found.at_most, Certainty::kProbable);
    return found;
}

/// Nobody is left to read new data, and the peer is to know (RFC 9293, 3.6.1). The closed socket
/// resets (`tcp_rcv_state_process`), its bucket does (`tcp_timewait_state_process`), and so does
/// the stack without either.
Finding dataAfterFin(const Scene& scene, const Observation& seen) {
    if (refusesLateData(scene, seen.stack)) {
        return {.fit = Fit::kShown,
                .evidence = {Evidence::kDataAfterOwnFin},
                .at_most = Certainty::kProbable};
    }
    if (mayBeOfSmallStack(scene, seen.stack) && scene.acksLateData()) {
        return {.fit = Fit::kOpen,
                .evidence = {Evidence::kDataAfterOwnFin},
                .at_most = Certainty::kPossible};
    }
    if (ackedLateData(scene, seen.stack)) return {.fit = Fit::kOpen};
    const bool brings_data =
        scene.answered.kind == Trigger::kData || scene.answered.kind == Trigger::kFinData;
    if (closedPerhaps(scene, seen) && brings_data) return {.fit = Fit::kRare};
    if (!closedAndAnswers(scene, seen) || scene.sender.peer_fin_acked_first) return {};
    const Trigger kind = scene.answered.kind;
    Finding found{.fit = Fit::kShown};
    if (wasInFinWait1(scene, seen)) found.state = TcpState::kFinWait1;
    if (kind == Trigger::kFinGap) {
        found.evidence.add(Evidence::kFinBeyondGap);
        found.counter_evidence.add(Evidence::kAckPerhapsMissed);
    } else if (kind == Trigger::kFinData || (kind == Trigger::kData && !bringsNothingNew(scene))) {
        found.evidence.add(Evidence::kDataAfterOwnFin);
    } else if (kind == Trigger::kFin && dataMayBeBefore(scene)) {
        found.lower(Fit::kOpen, Evidence::kDataMayBeBefore);
    } else {
        return {};
    }
    const bool told_apart =
        seen.header.has(Evidence::kFlowLabelOfFlow) || seen.header.has(Evidence::kFlowLabelOther);
    if (!isLinuxAnswer(seen) || !told_apart) {
        found.counter_evidence.add(Evidence::kBucketLooksAlike);
        found.at_most = Certainty::kProbable;
    }
    if (looksLikeARule(seen)) found.lower(Fit::kOpen);
    return found;
}

/// The same, where what the RST answers is not in the capture.
Finding lateData(const Scene& scene, const Observation& seen) {
    if (!closedAndAnswersUnseen(scene, seen)) return {};
    const bool late = scene.peer.finAcked() && scene.sender.finAcked();
    if (late) return {};
    return {.fit = Fit::kOpen,
            .evidence = {acksOwnFin(scene) ? Evidence::kOwnFinAckedByNumber
                                           : Evidence::kSentBeforeItsFinCame},
            .counter_evidence = {Evidence::kTriggerNotCaptured},
            .at_most = Certainty::kPossible};
}

/// With TCP_LINGER2 below 0, the socket resets as soon as its FIN is ACKed, in answer to that ACK
/// (`tcp_rcv_state_process`): at once, as no answer is faster. An ACK that the network doubled or
/// delayed meets a host without the socket later.
Finding linger2(const Scene& scene, const Observation& seen) {
    constexpr Duration kAtOnce = std::chrono::microseconds(100);
    // The ACK of a FIN is delayed by less than this (RFC 9293, 3.8.6.3).
    constexpr Duration kLongestAck = std::chrono::milliseconds(500);
    if (acksOwnFinUnseen(scene, seen) && seen.own_fin_age <= kLongestAck) {
        return {.fit = Fit::kRare};
    }
    const Endpoint& sender = scene.sender;
    if (!closedAndAnswers(scene, seen) || sender.peer_fin_acked_first ||
        seen.trigger_frame != scene.finAckFrame() || scene.answered.kind != Trigger::kAck) {
        return {};
    }
    Finding found{.fit = Fit::kShown,
                  .evidence = {Evidence::kAckOfOwnFin},
                  .state = TcpState::kFinWait1,
                  .at_most = isLinuxAnswer(seen) ? Certainty::kProbable : Certainty::kPossible};
    if (gaveUpFin(sender)) {
        found.lower(Fit::kRare, Evidence::kOwnFinRepeated);
    } else if (seen.response_time > kAtOnce) {
        found.lower(Fit::kRare, Evidence::kNotAtOnce);
    }
    return found;
}

}  // namespace finrst::hypotheses
