// SPDX-License-Identifier: GPL-2.0-or-later
#include "handshake_rules.h"

#include "ip_fingerprint.h"

namespace finrst::rules {

namespace {

/// A FIN_WAIT2 bucket of an older connection takes a SYN for one of its own sequence numbers and
/// resets, too (`tcp_timewait_state_process`).
bool leftBucketBehind(const Scene& scene) {
    return scene.previous != nullptr && !scene.previous->isReset() &&
           scene.previous->state(scene.side) == TcpState::kFinWait2;
}

}  // namespace

/// No listener: in CLOSED, a SYN is answered by a RST (RFC 9293, 3.10.7.1; `tcp_v4_send_reset`).
bool refused(const Scene& scene, Reset& reset) {
    if (scene.answered.kind != Trigger::kSyn || scene.sender.spoke()) return false;
    reset.evidence.add(Evidence::kSynAnswered);
    reset.sender_state = TcpState::kClosed;
    conclude(reset, Verdict::kRefused,
             reset.origin == Origin::kPassive ? Certainty::kCertain : Certainty::kProbable);
    if (leftBucketBehind(scene)) doubt(reset, Certainty::kPossible, Evidence::kOlderConnection);
    return true;
}

/// A SYN-ACK that nobody waits for, or for another SYN (RFC 9293, 3.5.2). A peer that went on has
/// had the last ACK of the handshake, which the capture misses; so may a socket have sent it that
/// aborts in its own name. A scanner that writes its own SYN
/// leaves the RST to the kernel, which has another TTL.
bool staleSynAck(const Scene& scene, Reset& reset) {
    if (scene.answered.kind != Trigger::kSynAck) return false;
    reset.evidence.add(Evidence::kSynAckAnswered);
    const bool waiting = scene.peer.latest.has(kSyn);
    conclude(reset, Verdict::kHandshakeReset, waiting ? Certainty::kCertain : Certainty::kPossible);
    if (!scene.answered.passive) doubt(reset, Certainty::kProbable);
    if (hasIpFingerprint(scene) && hasTtlStep(scene)) {
        doubt(reset, Certainty::kProbable, Evidence::kTtlStep);
    }
    return true;
}

/// One end is still in SYN-SENT or SYN-RECEIVED. In SYN-SENT, an ACK for something else is the
/// challenge of a peer that holds an older connection, and a RST clears that (RFC 9293, 3.5.1; RFC
/// 5961, 4; `tcp_rcv_synsent_state_process`).
bool inHandshake(const Scene& scene, Reset& reset) {
    const bool syn_sent = reset.sender_state == TcpState::kSynSent;
    if (!syn_sent && reset.sender_state != TcpState::kSynReceived) return false;
    const bool challenged = syn_sent && scene.answered.kind == Trigger::kAck;
    reset.evidence.add(challenged ? Evidence::kChallengeAck : Evidence::kNotYetEstablished);
    conclude(reset, Verdict::kHandshakeReset,
             challenged ? Certainty::kCertain : Certainty::kProbable);
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

/// A server that said nothing to a client that sent nothing: perhaps nobody had accepted it, and
/// the listener that closed reset it (`inet_csk_listen_stop`).
bool unacceptedChild(const Scene& scene, Reset& reset) {
    const bool untouched = !scene.sender.sent_data && !scene.peer.sent_data;
    const bool open = !scene.peer.sentFin() && !scene.sender.sentFin();
    if (!reset.sender_accepted || !scene.sender.sent_syn || !untouched || !open) return false;
    reset.evidence.add(Evidence::kUnacceptedChild);
    conclude(reset, Verdict::kHandshakeReset, Certainty::kPossible);
    reset.counter_evidence.add(Evidence::kLinger0LooksAlike);
    return true;
}

}  // namespace finrst::rules
