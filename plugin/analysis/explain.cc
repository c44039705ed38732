// SPDX-License-Identifier: GPL-2.0-or-later
#include "explain.h"

#include "trigger.h"

#include <algorithm>
#include <array>

namespace finrst {

namespace {

/// Everything that a rule looks at.
struct Scene {
    const Segment& segment;  ///< the RST
    const Connection& connection;
    const Endpoint& sender;
    const Endpoint& peer;
    const Host& host;
    const Connection* previous;
    const Reset* first_reset;
    Answered answered;
};

/// Three FINs or two keep-alive probes without an answer are no accident of the network.
constexpr int kGaveUpFins = 3;
constexpr int kGaveUpProbes = 2;

void conclude(Reset& reset, Verdict verdict, Certainty certainty) {
    reset.verdict = verdict;
    reset.certainty = certainty;
}

void doubt(Reset& reset, Certainty at_most, Evidence why) {
    reset.certainty = std::min(reset.certainty, at_most);
    reset.counter_evidence.add(why);
}

// ---- The facts ---------------------------------------------------------------------------------

Duration between(Time from, Time to) {
    return std::max(Duration::zero(), to - from);
}

void quoteHeader(const Scene& scene, Reset& reset) {
    const Segment& segment = scene.segment;
    reset.seq = segment.seq;
    reset.window = segment.window;
    reset.v6 = !segment.source.isV4();
    reset.ttl = segment.ip.ttl;
    reset.tos = segment.ip.tos;
    reset.ip_id = segment.ip.id;
    reset.flow_label = segment.ip.flow_label;
    reset.expected_seq = scene.sender.acked;
    reset.sender_ttl = scene.sender.ttl;
    reset.sender_tos = scene.sender.tos;
    reset.sender_ip_id = scene.sender.ip_id;
    reset.sender_flow_label = scene.sender.flow_label;
    reset.sender_frame = scene.sender.latest.frame;
    reset.fin_copies = scene.sender.fin_copies;
    reset.probes = scene.sender.probes;
}

void quoteConversation(const Scene& scene, Reset& reset) {
    const Time now = scene.segment.time;
    reset.connection_age = between(scene.connection.firstTime(), now);
    reset.requests = scene.connection.requests();
    reset.sender_accepted = scene.connection.client() != reset.sender;
    if (scene.first_reset != nullptr) reset.first_reset_frame = scene.first_reset->frame;

    const SentSegment& trigger = scene.answered.segment;
    if (trigger) {
        reset.trigger = scene.answered.kind;
        reset.trigger_frame = trigger.frame;
        reset.trigger_seq = trigger.seq;
        reset.response_time = between(trigger.time, now);
    }
    if (scene.peer.sentFin()) {
        reset.peer_fin_frame = scene.peer.fin_frame;
        reset.peer_fin_ack_frame = scene.peer.fin_ack_frame;
        if (scene.peer.finAcked()) reset.time_wait_time = between(scene.peer.fin_ack_time, now);
    }
    if (!scene.sender.sentFin()) return;
    reset.own_fin_frame = scene.sender.fin_frame;
    reset.own_fin_age = between(scene.sender.fin_time, now);
    if (!scene.sender.finAcked()) return;
    reset.own_fin_ack_frame = scene.sender.fin_ack_frame;
    if (scene.sender.finAckedSeparately()) {
        const Time end = trigger ? trigger.time : now;
        reset.fin_wait_2_time = between(scene.sender.fin_ack_time, end);
    }
}

/// The state in which the sender should have been when the trigger arrived.
TcpState stateAtTrigger(const Scene& scene, Side sender) {
    const TcpState state = scene.connection.state(sender);
    const SentSegment& trigger = scene.answered.segment;
    const bool trigger_acked_fin = trigger && scene.sender.fin_ack_frame == trigger.frame;
    if (trigger_acked_fin && state == TcpState::kFinWait2) return TcpState::kFinWait1;
    return state;
}

// ---- The shape: who made the segment -----------------------------------------------------------

void readPassiveShape(const Scene& scene, Reset& reset) {
    const Segment& segment = scene.segment;
    reset.origin = Origin::kPassive;
    reset.evidence.add(segment.has(kAck) ? Evidence::kPassiveShapeWithoutAck
                                         : Evidence::kPassiveShape);
    if (segment.window != 0) reset.counter_evidence.add(Evidence::kWindowInPassive);
    if (segment.has_options) reset.counter_evidence.add(Evidence::kOptionsInPassive);
    if (!segment.has(kAck) && segment.ack.value() != 0) {
        reset.counter_evidence.add(Evidence::kAckFieldInPassive);
    }
    if (isSlowAnswer(reset.response_time, scene.sender)) {
        reset.counter_evidence.add(Evidence::kSlowAnswer);
    }
    const SentSegment& latest = scene.peer.latest;
    if (latest.frame != reset.trigger_frame && latest.has(kAck) && latest.ack == segment.seq) {
        reset.counter_evidence.add(Evidence::kMoreBehind);
    }
}

void readActiveShape(const Scene& scene, Reset& reset) {
    const Segment& segment = scene.segment;
    if (!segment.has(kAck)) {
        reset.counter_evidence.add(Evidence::kBareResetUnanswered);
        return;
    }
    reset.origin = Origin::kActive;
    if (segment.window == 0) {
        reset.counter_evidence.add(Evidence::kActiveWithoutWindow);
    } else {
        reset.evidence.add(Evidence::kActiveShape);
    }
    if (scene.sender.timestamps && !segment.has_options) {
        reset.counter_evidence.add(Evidence::kOptionsMissing);
    }
    if (scene.answered.segment) reset.evidence.add(Evidence::kResetAcksNewData);
}

/// True when the flow's own IP IDs count up, so that a foreign one can be told from them.
bool hasRunningId(const Endpoint& sender) {
    return sender.id_steps >= 1 && sender.id_jumps == 0;
}

void readIpId(const Scene& scene, Reset& reset) {
    if (reset.v6 || !hasRunningId(scene.sender)) return;
    const auto step = static_cast<std::uint16_t>(scene.segment.ip.id - scene.sender.ip_id);
    constexpr std::uint16_t kNear = 256;
    if (scene.segment.ip.id == 0) {
        (reset.origin == Origin::kPassive ? reset.evidence : reset.counter_evidence)
            .add(Evidence::kIpIdZero);
    } else if (step >= 1 && step <= kNear) {
        (reset.origin == Origin::kActive ? reset.evidence : reset.counter_evidence)
            .add(Evidence::kIpIdOfSocket);
    } else {
        reset.counter_evidence.add(Evidence::kIpIdStep);
    }
}

/// The kernel gives every answer a flow label: the flow's as long as a bucket or a socket knows it
/// (`tcp_v6_send_reset`), else one of its own.
void readFlowLabel(const Scene& scene, Reset& reset) {
    if (!reset.v6 || reset.origin != Origin::kPassive || reset.sender_flow_label == 0) return;
    if (reset.flow_label == 0) {
        reset.counter_evidence.add(Evidence::kFlowLabelZero);
    } else {
        reset.evidence.add(reset.flow_label == scene.sender.flow_label ? Evidence::kFlowLabelOfFlow
                                                                       : Evidence::kFlowLabelOther);
    }
}

constexpr int kEcn = 0x03;

/// The kernel copies the TOS of what it answers, without ECN (`tcp_v4_send_reset`). Where both ends
/// have the same, that proves nothing: a network that marks all segments marks a firewall's, too.
void readTos(const Scene& scene, Reset& reset) {
    const int trigger_tos = scene.peer.tos & ~kEcn;
    if (reset.origin != Origin::kPassive || trigger_tos == 0) return;
    if ((reset.tos & ~kEcn) != trigger_tos) {
        reset.counter_evidence.add(Evidence::kTosNotReflected);
    } else if ((scene.sender.tos & ~kEcn) != trigger_tos) {
        reset.evidence.add(Evidence::kTosReflected);
    }
}

void readIpHeader(const Scene& scene, Reset& reset) {
    if (!scene.segment.ip.known || !scene.sender.ip_known) return;
    if (reset.ttl == scene.sender.ttl) reset.evidence.add(Evidence::kTtlAsFlow);
    readIpId(scene, reset);
    readTos(scene, reset);
    readFlowLabel(scene, reset);
}

void readShape(const Scene& scene, Reset& reset) {
    if (scene.answered.passive) {
        readPassiveShape(scene, reset);
    } else {
        readActiveShape(scene, reset);
    }
    readIpHeader(scene, reset);
}

/// Linux's answer to the last detail, and to nothing else; all else lowers the certainty.
bool isLinuxAnswer(const Reset& reset) {
    return reset.origin == Origin::kPassive && !reset.counter_evidence.has(Evidence::kSlowAnswer) &&
           !reset.counter_evidence.has(Evidence::kMoreBehind) &&
           !reset.counter_evidence.has(Evidence::kWindowInPassive) &&
           !reset.counter_evidence.has(Evidence::kAckFieldInPassive) &&
           !reset.counter_evidence.has(Evidence::kOptionsInPassive) &&
           !reset.counter_evidence.has(Evidence::kIpIdOfSocket) &&
           !reset.counter_evidence.has(Evidence::kIpIdStep);
}

/// A firewall's reject rule writes the RST itself: without TOS, without flow label.
bool looksRejected(const Reset& reset) {
    return reset.counter_evidence.has(Evidence::kTosNotReflected) ||
           reset.counter_evidence.has(Evidence::kFlowLabelZero);
}

/// How sure it can be that the sender's own stack had no socket: a reject rule on the host sends
/// the same segment, unless the TOS or the flow label tells them apart.
void weighMissingSocket(Reset& reset) {
    if (reset.counter_evidence.has(Evidence::kSlowAnswer)) {
        reset.certainty = Certainty::kPossible;
    } else if (!isLinuxAnswer(reset)) {
        reset.certainty = std::min(reset.certainty, Certainty::kProbable);
    }
    if (reset.evidence.has(Evidence::kTosReflected) ||
        reset.evidence.has(Evidence::kFlowLabelOther)) {
        return;
    }
    doubt(reset, Certainty::kProbable, Evidence::kFirewallLooksAlike);
}

// ---- The rules: the first that returns true has spoken -----------------------------------------

/// RFC 9293, 3.5.3 wants text in a RST; other octets are anything.
bool isText(std::string_view octets) {
    return std::all_of(octets.begin(), octets.end(),
                       [](char c) { return (c >= ' ' && c <= '~') || c == '\n' || c == '\r'; });
}

bool selfDescribed(const Scene& scene, Reset& reset) {
    const bool has_text = !scene.segment.reset_text.empty();
    if (!has_text && !scene.segment.has_mptcp_reset) return false;
    if (has_text) reset.evidence.add(Evidence::kResetText);
    if (scene.segment.has_mptcp_reset) reset.evidence.add(Evidence::kMptcpReset);
    const bool readable = scene.segment.has_mptcp_reset || isText(scene.segment.reset_text);
    conclude(reset, Verdict::kSelfDescribed, readable ? Certainty::kCertain : Certainty::kProbable);
    return true;
}

/// The same packet as the end's last RST. Two answers of Linux may be equal to the bit: without an
/// IP ID, every second one is a copy, in a capture that shows this conversation's packets twice.
bool isCopy(const Scene& scene) {
    const Endpoint& sender = scene.sender;
    const std::uint16_t id = scene.segment.ip.id;
    if (sender.resets == 0 || sender.reset_seq != scene.segment.seq || sender.reset_id != id) {
        return false;
    }
    return id != 0 || (sender.resets % 2 == 1 && (sender.copied || scene.peer.copied));
}

bool copyOfReset(const Scene& scene, Reset& reset) {
    const Reset* first = scene.first_reset;
    reset.is_copy = isCopy(scene);
    const bool of_first = reset.is_copy && first != nullptr && first->sender == reset.sender &&
                          first->seq == reset.seq && scene.sender.resets == 1;
    if (!of_first) return false;
    const Time time = reset.time;
    const std::uint32_t frame = reset.frame;
    reset = *first;
    reset.frame = frame;
    reset.time = time;
    reset.is_copy = true;
    reset.first_reset_frame = first->frame;
    reset.counter_evidence.add(Evidence::kCopyOfReset);
    return true;
}

/// A FIN_WAIT2 bucket of an older connection takes a SYN for one of its own sequence numbers and
/// resets, too (`tcp_timewait_state_process`).
bool leftBucketBehind(const Scene& scene, Side sender) {
    return scene.previous != nullptr && !scene.previous->isReset() &&
           scene.previous->state(sender) == TcpState::kFinWait2;
}

bool refused(const Scene& scene, Reset& reset) {
    if (scene.answered.kind != Trigger::kSyn || scene.sender.segments > 0) return false;
    reset.evidence.add(Evidence::kSynAnswered);
    reset.sender_state = TcpState::kClosed;
    conclude(reset, Verdict::kRefused,
             reset.origin == Origin::kPassive ? Certainty::kCertain : Certainty::kProbable);
    if (leftBucketBehind(scene, reset.sender)) {
        doubt(reset, Certainty::kPossible, Evidence::kOlderConnection);
    }
    return true;
}

Trigger bareOrWithData(const SentSegment& fin) {
    return fin.length > 0 ? Trigger::kFinData : Trigger::kFin;
}

bool afterReset(const Scene& scene, Reset& reset) {
    if (scene.first_reset == nullptr) return false;
    reset.evidence.add(Evidence::kResetBefore);
    reset.sender_state = TcpState::kClosed;
    // What came before the FIN was reset as well, not lost.
    if (reset.trigger == Trigger::kFinGap) reset.trigger = bareOrWithData(scene.answered.segment);
    const bool ignored = scene.first_reset->contradiction_frame != 0;
    conclude(reset, Verdict::kAfterReset, ignored ? Certainty::kPossible : Certainty::kCertain);
    return true;
}

bool hasTtlStep(const Scene& scene) {
    const std::uint8_t ttl = scene.segment.ip.ttl;
    return ttl != scene.sender.ttl && ttl != scene.sender.first_ttl && !scene.host.usesTtl(ttl);
}

bool staleSynAck(const Scene& scene, Reset& reset) {
    if (scene.answered.kind != Trigger::kSynAck) return false;
    reset.evidence.add(Evidence::kSynAckAnswered);
    // A peer that went on has had the last ACK of the handshake, which the capture misses.
    const bool waiting = scene.peer.latest.has(kSyn);
    conclude(reset, Verdict::kHandshakeReset, waiting ? Certainty::kCertain : Certainty::kPossible);
    // A scanner that writes its own SYN leaves the RST to the kernel, which has another TTL.
    const bool foreign = scene.segment.ip.known && scene.sender.ip_known && hasTtlStep(scene);
    if (foreign) doubt(reset, Certainty::kProbable, Evidence::kTtlStep);
    return true;
}

/// The server's last word was its SYN-ACK, and it would have repeated that after a second (RFC
/// 6298, 5) had the ACK not come: it gave up the connection while it was opened (`tcp_check_req`).
bool neverOpened(const Scene& scene, Reset& reset) {
    constexpr Duration kSynAckTimeout = std::chrono::seconds(1);
    const SentSegment& syn_ack = scene.sender.latest;
    if (!scene.answered.passive || !syn_ack.has(kSyn) || !syn_ack.has(kAck) ||
        reset.time - syn_ack.time > kSynAckTimeout) {
        return false;
    }
    reset.sender_state = TcpState::kSynReceived;
    reset.evidence.add(Evidence::kNotYetEstablished);
    conclude(reset, Verdict::kHandshakeReset,
             scene.answered.kind == Trigger::kAck ? Certainty::kProbable : Certainty::kPossible);
    return true;
}

bool inHandshake(const Scene& scene, Reset& reset) {
    const bool syn_sent = reset.sender_state == TcpState::kSynSent;
    if (!syn_sent && reset.sender_state != TcpState::kSynReceived) return false;
    const bool challenged = syn_sent && scene.answered.kind == Trigger::kAck;
    reset.evidence.add(challenged ? Evidence::kChallengeAck : Evidence::kNotYetEstablished);
    conclude(reset, Verdict::kHandshakeReset,
             challenged ? Certainty::kCertain : Certainty::kProbable);
    return true;
}

/// Nothing of the connection but the RST and one segment, or its repetitions; or nothing of the
/// RST's sender, so that nobody can say whether it ever had that connection or closed it.
bool stray(const Scene& scene, Reset& reset) {
    const Endpoint& peer = scene.peer;
    const bool peer_said_one_thing = peer.segments == 0 || peer.latest.seq == peer.first_seq;
    if (scene.sender.segments > 0 || peer.latest.has(kSyn)) return false;
    if (!peer_said_one_thing && scene.first_reset != nullptr) return false;
    reset.evidence.add(peer_said_one_thing ? Evidence::kNothingElse : Evidence::kSenderUnseen);
    reset.sender_state = TcpState::kUnknown;
    conclude(reset, Verdict::kStray,
             peer_said_one_thing ? Certainty::kCertain : Certainty::kPossible);
    return true;
}

/// Hops to the sender, if it started from one of the usual TTLs.
int distance(std::uint8_t ttl) {
    for (int initial : {64, 128, 255}) {
        if (ttl <= initial) return initial - ttl;
    }
    return 0;
}

/// The kernel's answer has the trigger's TOS, a socket's RST has the socket's; ECN aside.
bool hasTosStep(const Scene& scene, const Reset& reset) {
    const int tos = reset.tos & ~kEcn;
    return tos != (scene.sender.tos & ~kEcn) && tos != (scene.peer.tos & ~kEcn);
}

bool middlebox(const Scene& scene, Reset& reset) {
    if (!scene.segment.ip.known || !scene.sender.ip_known) return false;
    const bool ttl_step = hasTtlStep(scene);
    const bool tos_step = hasTosStep(scene, reset);
    if (!ttl_step && !tos_step) return false;
    if (ttl_step) reset.evidence.add(Evidence::kTtlStep);
    if (tos_step) reset.evidence.add(Evidence::kTosStep);
    // The network may change the TOS on the way.
    conclude(reset, Verdict::kMiddlebox, ttl_step ? Certainty::kProbable : Certainty::kPossible);
    reset.origin = Origin::kMiddlebox;
    const bool same_distance = distance(reset.ttl) == distance(reset.sender_ttl);
    if (ttl_step && (same_distance || scene.answered.passive)) {
        doubt(reset, same_distance ? Certainty::kPossible : Certainty::kProbable,
              Evidence::kTtlCustomLooksAlike);
    }
    return true;
}

// After the own FIN.

/// The peer's FIN had been ACKed and comes again.
bool finCameAgain(const Scene& scene, Reset& reset) {
    const Endpoint& peer = scene.peer;
    const SentSegment& trigger = scene.answered.segment;
    if (!trigger.has(kFin) || !peer.finAcked() || !scene.sender.hasAcknowledged(trigger.end())) {
        return false;
    }
    reset.evidence.add(Evidence::kFinAckedBefore);
    conclude(reset, Verdict::kTimeWaitMissing, Certainty::kCertain);
    weighMissingSocket(reset);
    return true;
}

/// The sender closed last: once its FIN was ACKed, it had no state to keep.
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

/// No socket was needed for this: a bucket may be alive behind the rule that answered the FIN.
bool rejectedByRule(const Scene& scene, Reset& reset) {
    if (!scene.answered.segment.has(kFin) || !looksRejected(reset)) return false;
    conclude(reset, Verdict::kMiddlebox, Certainty::kPossible);
    reset.origin = Origin::kMiddlebox;
    reset.evidence.add(Evidence::kRejectRule);
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

void missedInFinWait1(const Scene& scene, Reset& reset) {
    const Endpoint& sender = scene.sender;
    const bool gave_up = sender.fin_copies >= kGaveUpFins;
    if (sender.fin_repeated_after_ack) {
        reset.evidence.add(Evidence::kOwnFinRepeatedAfterAck);
    } else {
        reset.evidence.add(sender.finAcked() ? Evidence::kOwnFinAckedByFin
                                             : Evidence::kOwnFinUnacked);
    }
    if (sender.fin_copies > 1) reset.evidence.add(Evidence::kOwnFinRepeated);
    reset.sender_state = TcpState::kFinWait1;
    conclude(reset, Verdict::kFinWait1Missing,
             gave_up && !sender.finAcked() ? Certainty::kProbable : Certainty::kPossible);
}

bool finInOrder(const Scene& scene, Reset& reset) {
    if (scene.answered.kind != Trigger::kFin || !scene.sender.sent_ack) return false;
    const bool acks_lost =
        scene.sender.fin_repeated_after_ack && scene.sender.fin_copies >= kGaveUpFins;
    if (scene.sender.finAckedSeparately() && !acks_lost) {
        reset.evidence.add(Evidence::kOwnFinAcked);
        conclude(reset, Verdict::kFinWait2Missing, Certainty::kCertain);
        const bool came_before = scene.answered.segment.frame != scene.peer.fin_frame;
        if (came_before) doubt(reset, Certainty::kPossible, Evidence::kFinCameBefore);
    } else if (!finTakenUnseen(scene, reset)) {
        missedInFinWait1(scene, reset);
    }
    reset.evidence.add(Evidence::kBareFinInOrder);
    weighMissingSocket(reset);
    return true;
}

/// The flow label tells whether something still knew the connection.
bool tellsBucketFromNone(const Reset& reset) {
    return reset.evidence.has(Evidence::kFlowLabelOfFlow) ||
           reset.evidence.has(Evidence::kFlowLabelOther);
}

bool bringsNothingNew(const Scene& scene) {
    return scene.sender.hasAcknowledged(scene.answered.segment.end());
}

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
    return true;
}

/// An ACK, a keep-alive probe, or data that was read before: nothing that a bucket would reset, but
/// nothing either that came to a socket in this state for sure.
bool bareSegmentAfterOwnFin(const Scene& scene, Reset& reset) {
    const Endpoint& sender = scene.sender;
    if (scene.answered.segment.frame == sender.fin_ack_frame) {
        reset.evidence.add(Evidence::kAckOfOwnFin);
        const bool gave_up = sender.fin_copies >= kGaveUpFins;
        if (gave_up) reset.evidence.add(Evidence::kOwnFinRepeated);
        conclude(reset, gave_up ? Verdict::kFinWait1Missing : Verdict::kLinger2Abort,
                 isLinuxAnswer(reset) ? Certainty::kProbable : Certainty::kPossible);
        return true;
    }
    reset.evidence.add(Evidence::kBareSegmentAfterFin);
    if (reset.sender_state == TcpState::kTimeWait) {
        conclude(reset, Verdict::kTimeWaitMissing, Certainty::kPossible);
    } else if (sender.finAckedSeparately()) {
        reset.evidence.add(Evidence::kOwnFinAcked);
        conclude(reset, Verdict::kFinWait2Missing, Certainty::kPossible);
    } else {
        reset.evidence.add(sender.finAcked() ? Evidence::kOwnFinAckedByFin
                                             : Evidence::kOwnFinUnacked);
        conclude(reset, Verdict::kFinWait1Missing, Certainty::kPossible);
    }
    weighMissingSocket(reset);
    return true;
}

bool afterOwnFin(const Scene& scene, Reset& reset) {
    if (!scene.sender.sentFin() || !scene.answered.passive) return false;
    constexpr std::array kRules = {rejectedByRule, afterPassiveClose, finCameAgain,
                                   finInOrder,     dataAfterOwnFin,   bareSegmentAfterOwnFin};
    return std::any_of(kRules.begin(), kRules.end(), [&](auto rule) { return rule(scene, reset); });
}

// Without an own FIN.

/// The FIN is not in the capture, but the peer acknowledged one number beyond the sender's last
/// data, in a segment before its own FIN.
bool closedUnseen(const Scene& scene, Reset& reset) {
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

/// No host restarts within a second.
bool wasJustAlive(const Scene& scene) {
    constexpr Duration kRestart = std::chrono::seconds(1);
    const SentSegment& latest = scene.sender.latest;
    return latest && scene.answered.segment.time - latest.time < kRestart;
}

bool halfOpen(const Scene& scene, Reset& reset) {
    if (!scene.answered.passive) return false;
    reset.evidence.add(Evidence::kNeverClosed);
    conclude(reset, Verdict::kHalfOpen, Certainty::kCertain);
    weighMissingSocket(reset);
    const bool misses_start = !scene.sender.sent_data && !scene.sender.sent_syn;
    const bool misses_end = scene.sender.next_seq.precedes(scene.segment.seq);
    if (misses_start || misses_end) {
        doubt(reset, Certainty::kPossible, Evidence::kStartedLate);
    }
    if (wasJustAlive(scene)) doubt(reset, Certainty::kPossible, Evidence::kSenderJustSent);
    return true;
}

// Aborts.

/// A server that said nothing to a client that sent nothing: perhaps nobody had accepted it.
bool unacceptedChild(const Scene& scene, Reset& reset) {
    const bool untouched = !scene.sender.sent_data && !scene.peer.sent_data;
    if (!reset.sender_accepted || !scene.sender.sent_syn || !untouched || scene.peer.sentFin() ||
        scene.sender.sentFin()) {
        return false;
    }
    reset.evidence.add(Evidence::kUnacceptedChild);
    conclude(reset, Verdict::kHandshakeReset, Certainty::kPossible);
    reset.counter_evidence.add(Evidence::kLinger0LooksAlike);
    return true;
}

/// Data that is no answer to anything the sender asked: a request that it never answered, or more
/// after the answer.
bool hasUnreadData(const Scene& scene, const Reset& reset) {
    const bool peer_was_last = scene.connection.lastDataFrom() != reset.sender;
    const bool unasked =
        reset.sender_accepted || !scene.sender.sent_data || scene.connection.spokeAgain();
    return scene.peer.sent_data && peer_was_last && unasked;
}

Cause causeOfAbort(const Scene& scene, Reset& reset) {
    if (scene.sender.probes >= kGaveUpProbes) {
        reset.evidence.add(Evidence::kKeepaliveUnanswered);
        return Cause::kKeepaliveTimeout;
    }
    if (hasUnreadData(scene, reset)) {
        reset.evidence.add(Evidence::kUnreadData);
        reset.counter_evidence.add(Evidence::kLingerOrUnread);
        return Cause::kUnreadData;
    }
    if (!scene.peer.sent_data && scene.connection.sawHandshake()) {
        reset.evidence.add(Evidence::kNothingToRead);
        return Cause::kLingerZero;
    }
    reset.counter_evidence.add(Evidence::kLingerOrUnread);
    return Cause::kUnknown;
}

/// A stack without a socket may answer by RST+ACK with a window, too (lwIP), but not without a
/// segment to answer, and not with timestamps.
bool provesSocket(const Scene& scene, const Reset& reset) {
    const bool as_flow = reset.evidence.has(Evidence::kActiveShape) &&
                         reset.evidence.has(Evidence::kTtlAsFlow) &&
                         !reset.counter_evidence.has(Evidence::kOptionsMissing) &&
                         !reset.counter_evidence.has(Evidence::kIpIdZero) &&
                         !reset.counter_evidence.has(Evidence::kIpIdStep);
    const bool may_answer = scene.answered.segment || scene.peer.segments == 0;
    return as_flow && (scene.segment.has_options || !may_answer);
}

bool abortedBySocket(const Scene& scene, Reset& reset) {
    reset.cause = causeOfAbort(scene, reset);
    if (reset.sender_state == TcpState::kCloseWait) reset.evidence.add(Evidence::kPeerFinAcked);
    const bool bare = !scene.segment.has(kAck);
    conclude(reset, Verdict::kAbort,
             provesSocket(scene, reset) ? Certainty::kCertain
             : bare                     ? Certainty::kPossible
                                        : Certainty::kProbable);
    if (scene.sender.segments == 0) doubt(reset, Certainty::kPossible, Evidence::kSenderUnseen);
    return true;
}

constexpr std::array kRules = {
    selfDescribed, copyOfReset, refused,         stray,           afterReset,
    staleSynAck,   inHandshake, middlebox,       neverOpened,     afterOwnFin,
    closedUnseen,  halfOpen,    unacceptedChild, abortedBySocket,
};

}  // namespace

Reset explain(const Segment& segment, Side sender, const Connection& connection, const Host& host,
              const Connection* previous, const Reset* first_reset) {
    const Endpoint& self = connection.end(sender);
    const Endpoint& peer = connection.end(opposite(sender));
    const Scene scene{segment, connection, self,        peer,
                      host,    previous,   first_reset, findTrigger(segment, self, peer)};
    Reset reset;
    reset.frame = segment.frame;
    reset.time = segment.time;
    reset.sender = sender;
    quoteHeader(scene, reset);
    quoteConversation(scene, reset);
    reset.sender_state = stateAtTrigger(scene, sender);
    readShape(scene, reset);
    std::any_of(kRules.begin(), kRules.end(), [&](auto rule) { return rule(scene, reset); });
    return reset;
}

void reconsider(Reset& reset, const Segment& segment, Side from, const Connection& connection) {
    const bool unknown = reset.contradiction_frame == 0;
    if (!unknown || !connection.goesOnAfterReset(segment, from)) return;
    if (reset.verdict == Verdict::kHandshakeReset) return;
    reset.contradiction_frame = segment.frame;
    reset.evidence.add(Evidence::kHostAnsweredToo);
    // A RST with other numbers than the sender's next is ignored anyway (RFC 5961, 3): it may be
    // meant for something else.
    if (reset.seq != connection.end(from).next_seq) {
        reset.certainty = Certainty::kPossible;
        return;
    }
    // Frames of two capture queues may change places.
    constexpr Duration kReordering = std::chrono::milliseconds(10);
    reset.verdict = Verdict::kMiddlebox;
    reset.origin = Origin::kMiddlebox;
    reset.certainty =
        segment.time - reset.time < kReordering ? Certainty::kProbable : Certainty::kCertain;
    reset.cause = Cause::kNone;
}

}  // namespace finrst
