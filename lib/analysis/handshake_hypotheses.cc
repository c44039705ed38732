// SPDX-License-Identifier: GPL-2.0-or-later
#include "hypotheses.h"
#include "ip_fingerprint.h"

namespace finrst::hypotheses {

namespace {

/// The widest window that a SYN or its answer offers: it has no scale (RFC 7323, 2.2).
constexpr std::int32_t kWidestOfSyn = 65535;

/// A FIN_WAIT2 bucket of an older connection takes a SYN for one of its own sequence numbers and
/// resets, too (`tcp_timewait_state_process`). Where the client's ACKs were not captured, one may
/// have been of that connection's FIN.
bool leftBucketBehind(const Scene& scene) {
    const Connection* previous = scene.previous;
    if (previous == nullptr || previous->isReset()) return false;
    const TcpState state = previous->state(scene.side);
    return state == TcpState::kFinWait2 ||
           (state == TcpState::kFinWait1 && !previous->end(opposite(scene.side)).sent_plain);
}

bool meetsAClosedPort(const Scene& scene) {
    return scene.answersSyn() && !scene.sender.spoke();
}

/// A RST+ACK with a number, and a window or options, as its sender's socket has them: the SYN-ACK
/// was not captured, and as far as the sender had heard, the client sent nothing behind its SYN.
bool isOfUnseenChild(const Scene& scene) {
    const Segment& segment = scene.segment;
    const SentSegment& syn = scene.peer.latest;
    const bool as_of_socket = segment.window.value_or(0) != 0 || segment.has_options;
    return !scene.sender.spoke() && syn.has(kSyn) && !syn.has(kAck) && segment.has(kAck) &&
           segment.seq.value() != 0 && segment.ack == syn.seq + 1 && as_of_socket;
}

/// The SYN-ACK by which the sender answered an earlier SYN of these ports, and whose ACK had not
/// come; or null.
const SentSegment* waitingSynAck(const Scene& scene) {
    const Connection* previous = scene.previous;
    const bool waits = previous != nullptr && !previous->isReset() &&
                       previous->state(scene.side) == TcpState::kSynReceived;
    if (!waits) return nullptr;
    const SentSegment& latest = previous->end(scene.side).latest;
    return latest.has(kSyn) && latest.has(kAck) ? &latest : nullptr;
}

/// Whether a SYN is within the window that the handshake of an earlier one has offered, from
/// `first`.
bool isWithin(std::int32_t window, SequenceNumber first, const SentSegment& syn) {
    const std::int32_t ahead = syn.seq - first;
    return ahead >= 0 && ahead < window;
}

/// No answer to an earlier SYN of these ports was captured. If there was one, it may wait for the
/// end of that handshake, until it has been repeated in vain (`tcp_synack_retries`).
bool mayHaveAnsweredBefore(const Scene& scene) {
    constexpr Duration kGivenUp = std::chrono::seconds(63);
    const Connection* previous = scene.previous;
    if (previous == nullptr || previous->isReset() || previous->end(scene.side).spoke()) {
        return false;
    }
    const SentSegment& earlier = previous->end(opposite(scene.side)).latest;
    const SentSegment& syn = scene.answered.segment;
    return earlier.has(kSyn) && !earlier.has(kAck) && syn.time - earlier.time < kGivenUp &&
           isWithin(kWidestOfSyn, earlier.seq + 1, syn);
}

}  // namespace

/// No listener: in CLOSED, a SYN is answered by a RST (RFC 9293, 3.10.7.1; `tcp_v4_send_reset`).
Finding refused(const Scene& scene, const Observation& seen) {
    if (scene.answersUnseenSyn()) {
        return {.fit = Fit::kOpen,
                .counter_evidence = {Evidence::kTriggerNotCaptured},
                .state = TcpState::kClosed,
                .at_most = Certainty::kPossible};
    }
    if (!meetsAClosedPort(scene)) return {};
    Finding found{
        .fit = Fit::kShown, .evidence = {Evidence::kSynAnswered}, .state = TcpState::kClosed};
    if (!scene.answered.passive) {
        found.lower(isOfUnseenChild(scene) ? Fit::kRare : Fit::kOpen, Evidence::kNumberOfItsOwn);
        found.at_most = Certainty::kPossible;
    }
    const Fit another_syn = anotherSyn(scene, seen).fit;
    if (another_syn == Fit::kOpen) found.counter_evidence.add(Evidence::kEarlierSynUnanswered);
    if (scene.segment.ack == scene.answered.segment.seq) {
        found.counter_evidence.add(Evidence::kSynNotAcknowledged);
    }
    if (nearer(scene, seen).fit != Fit::kOut || another_syn == Fit::kShown) {
        found.lower(Fit::kRare);
    }
    const bool of_kernel = seen.header.has(Evidence::kTosReflected);
    if (!of_kernel) found.counter_evidence.add(Evidence::kFirewallLooksAlike);
    return found;
}

/// A proxy answers the SYN for a host behind it, and asks that when the client's ACK has come: its
/// refusal then comes from farther away than the SYN-ACK came (nftables `synproxy`, balancers).
Finding refusedBehindProxy(const Scene& scene, const Observation&) {
    if (!scene.sender.latest.has(kSyn) || !scene.sender.latest.has(kAck) || !scene.peer.past_syn ||
        hopsFarther(scene) <= 0 || continuesIpIds(scene)) {
        return {};
    }
    return {.fit = Fit::kShown,
            .evidence = {Evidence::kProxyAnswered},
            .state = TcpState::kClosed,
            .at_most = Certainty::kPossible};
}

Finding refusedByOldBucket(const Scene& scene, const Observation&) {
    if (!meetsAClosedPort(scene) || !scene.answered.passive || !leftBucketBehind(scene)) return {};
    return {.fit = Fit::kShown,
            .evidence = {Evidence::kSynAnswered},
            .counter_evidence = {Evidence::kOlderConnection},
            .state = TcpState::kClosed,
            .at_most = Certainty::kPossible};
}

/// A SYN within the window of one that waits for the end of its handshake ends that
/// (`tcp_check_req`); one beyond is challenged. A SYN-ACK that was not repeated when that was due
/// (RFC 6298, 5.5) had been given up.
Finding anotherSyn(const Scene& scene, const Observation&) {
    if (!meetsAClosedPort(scene) || !scene.answered.passive) return {};
    if (mayHaveAnsweredBefore(scene)) {
        return {.fit = Fit::kOpen,
                .evidence = {Evidence::kEarlierSynUnanswered},
                .state = TcpState::kSynReceived,
                .at_most = Certainty::kPossible};
    }
    const SentSegment* syn_ack = waitingSynAck(scene);
    const SentSegment& syn = scene.answered.segment;
    if (syn_ack == nullptr || !isWithin(syn_ack->window, syn_ack->ack, syn)) return {};
    const Duration until_repeated = syn_ack->time - scene.previous->firstTime() + kSynAckTimeout;
    return {.fit = syn.time - syn_ack->time < until_repeated ? Fit::kShown : Fit::kRare,
            .evidence = {Evidence::kSynWaited},
            .state = TcpState::kSynReceived,
            .at_most = Certainty::kProbable};
}

/// A SYN-ACK that nobody waits for, or for another SYN (RFC 9293, 3.5.2). A peer that went on has
/// had the last ACK of the handshake, which the capture misses; so may a socket have sent it that
/// aborts in its own name. A scanner that writes its own SYN leaves the RST to the kernel, which
/// has another TTL.
Finding staleSynAck(const Scene& scene, const Observation&) {
    if (scene.answered.kind != Trigger::kSynAck || scene.sender.past_syn) return {};
    const bool waiting = scene.peer.latest.has(kSyn);
    Finding found{.fit = waiting ? Fit::kShown : Fit::kOpen,
                  .evidence = {Evidence::kSynAckAnswered}};
    if (!waiting) found.at_most = Certainty::kPossible;
    if (!scene.answered.passive) found.at_most = std::min(found.at_most, Certainty::kProbable);
    if (hasIpFingerprint(scene) && hasTtlStep(scene)) {
        found.at_most = std::min(found.at_most, Certainty::kProbable);
        found.counter_evidence.add(Evidence::kTtlStep);
    }
    return found;
}

/// In SYN-SENT, an ACK for something else is the challenge of a peer that holds an older
/// connection, and a RST clears that (RFC 9293, 3.5.1; RFC 5961, 4;
/// `tcp_rcv_synsent_state_process`).
Finding challenged(const Scene& scene, const Observation&) {
    const bool syn_sent = scene.connection.state(scene.side) == TcpState::kSynSent;
    if (!syn_sent || scene.answered.kind != Trigger::kAck) return {};
    // Just ahead of the SYN, it may be an ACK of this connection, of which the capture misses more.
    const std::int32_t ahead = scene.answered.segment.ack - scene.sender.next_seq;
    const bool may_be_its_own = ahead > 0 && ahead <= kWidestOfSyn;
    return {.fit = Fit::kShown,
            .evidence = {Evidence::kChallengeAck},
            .at_most = may_be_its_own ? Certainty::kPossible : Certainty::kCertain};
}

/// One end is still in SYN-SENT or SYN-RECEIVED: it has sent nothing but SYNs, and its RST's number
/// shows no more.
Finding notEstablished(const Scene& scene, const Observation&) {
    const TcpState state = scene.connection.state(scene.side);
    if (state != TcpState::kSynSent && state != TcpState::kSynReceived) return {};
    if (scene.answered.kind == Trigger::kSynAck || scene.isBeyondSender()) return {};
    // Where plain segments are not in the capture, it may have sent some.
    const bool known = scene.peer.spoke() && !scene.peer.past_syn;
    return {.fit = known || scene.peer.sent_plain ? Fit::kShown : Fit::kOpen,
            .evidence = {Evidence::kNotYetEstablished},
            .at_most = Certainty::kProbable};
}

/// In SYN-RECEIVED, an ACK of what was never sent is reset (RFC 9293, 3.10.7.4; `tcp_ack`), with
/// the number that it acknowledges. The sender may as well have sent what was not captured.
Finding ackOfUnsent(const Scene& scene, const Observation&) {
    const bool in_handshake = scene.connection.state(scene.side) == TcpState::kSynReceived;
    const bool answers_ack = scene.answered.passive && scene.answered.kind == Trigger::kAck;
    if (!in_handshake || !answers_ack || !scene.isBeyondSender()) return {};
    return {.fit = Fit::kOpen,
            .evidence = {Evidence::kNotYetEstablished},
            .at_most = Certainty::kPossible};
}

/// The server said nothing but its SYN-ACK, and gave the connection up while it was opened
/// (`tcp_check_req`), took neither ACK nor data until it forgot it (its accept queue was full:
/// `tcp_v4_syn_recv_sock`), or kept nothing of it but a SYN cookie.
Finding neverOpened(const Scene& scene, const Observation&) {
    if (scene.mayBeOldCookie()) {
        return {.fit = Fit::kRare,
                .evidence = {Evidence::kNotYetEstablished},
                .counter_evidence = {Evidence::kCookieLooksAlike},
                .state = TcpState::kListen,
                .at_most = Certainty::kPossible};
    }
    if (scene.ignoredHandshake()) {
        return {.fit = Fit::kShown,
                .evidence = {Evidence::kHandshakeIgnored},
                .state = TcpState::kListen,
                .at_most = Certainty::kProbable};
    }
    if (!scene.answered.passive || !scene.isJustOpening() || !scene.showsPlainSegments() ||
        scene.segment.seq != scene.sender.next_seq) {
        return {};
    }
    const bool at_once = scene.answered.kind == Trigger::kAck;
    return {.fit = Fit::kShown,
            .evidence = {Evidence::kNotYetEstablished},
            .counter_evidence = {Evidence::kCookieLooksAlike},
            .state = TcpState::kSynReceived,
            .at_most = at_once ? Certainty::kProbable : Certainty::kPossible};
}

/// A server that said nothing to a client that sent nothing, as far as the server had heard:
/// perhaps nobody had accepted it, and the listener that closed reset it (`inet_csk_listen_stop`).
Finding unacceptedChild(const Scene& scene, const Observation& seen) {
    if (isOfUnseenChild(scene)) {
        return {.fit = Fit::kOpen,
                .evidence = {Evidence::kNumberOfItsOwn},
                .counter_evidence = {Evidence::kSenderUnseen, Evidence::kLinger0LooksAlike},
                .at_most = Certainty::kPossible};
    }
    const bool only_syn_acked = scene.segment.ack == scene.peer.first_seq + 1;
    const bool untouched = !scene.sender.sent_data && (!scene.peer.sent_data || only_syn_acked);
    const bool open = !scene.peer.sentFin() && !scene.sender.sentFin();
    const bool complete = !scene.sender.missed && !scene.peer.missed;
    if (!seen.sender_accepted || !scene.sender.sent_syn || !untouched || !open || !complete ||
        !scene.segment.has(kAck) || scene.answered.passive) {
        return {};
    }
    Finding found{.fit = Fit::kShown,
                  .evidence = {Evidence::kUnacceptedChild},
                  .counter_evidence = {Evidence::kLinger0LooksAlike},
                  .at_most = Certainty::kPossible};
    if (scene.peer.sent_data) found.lower(Fit::kOpen);
    return found;
}

}  // namespace finrst::hypotheses
