// SPDX-License-Identifier: GPL-2.0-or-later
#include "abort_rules.h"

#include "ip_fingerprint.h"

namespace finrst::rules {

namespace {

/// Data that is no answer to anything the sender asked: a request that it never answered, or more
/// after the answer.
bool hasUnreadData(const Scene& scene, const Reset& reset) {
    const bool peer_was_last = scene.connection.lastDataFrom() != reset.sender;
    const bool unasked =
        reset.sender_accepted || !scene.sender.sent_data || scene.connection.spokeAgain();
    return scene.peer.sent_data && peer_was_last && unasked;
}

/// `tcp_keepalive_timer` resets after unanswered probes (RFC 1122, 4.2.3.6): two are no accident of
/// the network.
bool gaveUpProbes(const Endpoint& sender) {
    constexpr int kGaveUpProbes = 2;
    return sender.probes >= kGaveUpProbes;
}

/// `tcp_close` resets when data was left unread (RFC 9293, 3.6.1) or when SO_LINGER is 0.
Cause causeOfAbort(const Scene& scene, Reset& reset) {
    if (gaveUpProbes(scene.sender)) {
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
    const bool may_answer = scene.answered.segment || !scene.peer.spoke();
    return as_flow && (scene.segment.has_options || !may_answer);
}

Certainty certaintyOfAbort(const Scene& scene, Reset& reset) {
    if (hasIpIdStep(scene)) reset.counter_evidence.add(Evidence::kIpIdStep);
    if (provesSocket(scene, reset)) return Certainty::kCertain;
    return scene.segment.has(kAck) ? Certainty::kProbable : Certainty::kPossible;
}

}  // namespace

/// The socket was there and ended the connection itself (RFC 9293, 3.10.5;
/// `tcp_send_active_reset`).
bool abortedBySocket(const Scene& scene, Reset& reset) {
    reset.cause = causeOfAbort(scene, reset);
    if (reset.sender_state == TcpState::kCloseWait) reset.evidence.add(Evidence::kPeerFinAcked);
    conclude(reset, Verdict::kAbort, certaintyOfAbort(scene, reset));
    if (!scene.sender.spoke()) doubt(reset, Certainty::kPossible, Evidence::kSenderUnseen);
    return true;
}

}  // namespace finrst::rules
