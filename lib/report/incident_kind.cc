// SPDX-License-Identifier: GPL-2.0-or-later
#include "incident_kind.h"

#include "in_order.h"
#include "report/outcome_text.h"

#include <array>

namespace finrst {

namespace {

using Kind = IncidentKind;

/// The longest TLS record with an alert: an end says goodbye by it, whoever still reads
/// (RFC 8446, 5; RFC 5246, 6.2.3).
constexpr std::uint32_t kGoodbye = 85;

Duration waitForFin(const Reset& reset) {
    return reset.fin_wait_2_time;
}
Duration closeWait(const Reset& reset) {
    return reset.close_wait_time;
}
Duration silence(const Reset& reset) {
    return reset.idle_time;
}
Duration sinceClose(const Reset& reset) {
    return reset.own_fin_age;
}

constexpr std::array kRules = {
    KindRule{.kind = Kind::kTableFull, .anchor = Anchor::kSender, .measure = waitForFin},
    KindRule{.kind = Kind::kFinTimeout,
             .anchor = Anchor::kSender,
             .actor = Actor::kReceiver,
             .may_be_of_peer = true,
             .measure = waitForFin},
    KindRule{.kind = Kind::kOrphanGivenUp, .anchor = Anchor::kSender, .may_be_of_peer = true},
    KindRule{.kind = Kind::kFinMetNoSocket,
             .anchor = Anchor::kSender,
             .may_be_of_peer = true,
             .measure = waitForFin},
    KindRule{.kind = Kind::kHostLost, .anchor = Anchor::kSender},
    KindRule{.kind = Kind::kConnectionUnknown, .anchor = Anchor::kSender, .may_be_of_peer = true},
    KindRule{.kind = Kind::kProcessGone},
    KindRule{.kind = Kind::kUploadRefused, .may_burst = true, .measure = silence},
    KindRule{.kind = Kind::kServerAborts, .may_burst = true, .measure = silence},
    KindRule{.kind = Kind::kAcceptQueueFull},
    KindRule{.kind = Kind::kListenerClosed},
    KindRule{.kind = Kind::kSynCookie},
    KindRule{.kind = Kind::kPortClosed, .may_be_scan = true},
    KindRule{.kind = Kind::kHandshakeReset, .may_be_scan = true},
    KindRule{.kind = Kind::kKeepaliveRace, .actor = Actor::kClient, .measure = sinceClose},
    KindRule{.kind = Kind::kReuseAfterClose, .actor = Actor::kClient, .measure = sinceClose},
    KindRule{.kind = Kind::kKeepaliveTimeout, .actor = Actor::kReceiver, .measure = silence},
    KindRule{.kind = Kind::kCloseWait, .measure = closeWait},
    KindRule{.kind = Kind::kClientAborts, .actor = Actor::kClient, .measure = silence},
    KindRule{.kind = Kind::kClosedEarly},
    KindRule{.kind = Kind::kBoxIdleTimeout, .measure = silence},
    KindRule{.kind = Kind::kConntrackInvalid},
    KindRule{.kind = Kind::kFirewallRefuses, .may_be_scan = true},
    KindRule{.kind = Kind::kForgedResets},
    KindRule{.kind = Kind::kNatUntranslated},
    KindRule{.kind = Kind::kSelfDescribed},
    KindRule{.kind = Kind::kNoFinWait2, .anchor = Anchor::kSender, .may_be_of_peer = true},
    KindRule{.kind = Kind::kUnexplained},
    KindRule{.kind = Kind::kPortReuse},
    KindRule{.kind = Kind::kScan},
    KindRule{.kind = Kind::kStray, .may_be_scan = true},
    KindRule{.kind = Kind::kHarmlessTail, .anchor = Anchor::kSender, .may_be_of_peer = true},
};
static_assert(kRules.size() == kIncidentKinds);
static_assert(isInOrder(kRules, &KindRule::kind));

bool isByServer(const CaptureAnalysis& analysis, const Reset& reset) {
    return reset.sender != analysis.connectionOf(reset).client();
}

bool isOfBox(const Reset& reset) {
    return reset.verdict == Verdict::kMiddlebox;
}

/// A box resets a connection by several RSTs.
bool isSeries(const CaptureAnalysis& analysis, const Reset& reset) {
    return reset.previous != kNoIndex && isOfBox(reset) &&
           isOfBox(analysis.resets()[reset.previous]);
}

/// The client took the RST of a box, and knows nothing of the connection when the SYN-ACK comes.
bool isBehindForged(const CaptureAnalysis& analysis, const Reset& reset) {
    return reset.verdict == Verdict::kHandshakeReset && reset.trigger == Trigger::kSynAck &&
           reset.previous != kNoIndex && isOfBox(analysis.resets()[reset.previous]);
}

/// Such a RST is not of the host that refuses, nor of a rule that rejects.
bool isInjected(const Reset& reset) {
    return reset.evidence.has(Evidence::kCountsUp) ||
           reset.evidence.has(Evidence::kFollowedByCount) ||
           reset.evidence.has(Evidence::kSynAccepted);
}

bool isNothing(const std::optional<Unacknowledged>& data) {
    return data && data->octets == 0;
}
bool isGoodbye(const std::optional<Unacknowledged>& data) {
    return data && data->octets > 0 && data->octets <= kGoodbye;
}

/// A client that was told of the server's close says goodbye, and resets without waiting for an
/// answer. (A server might have answered in so few octets.)
bool isAbortBehindGoodbye(const CaptureAnalysis& analysis, const Reset& reset, Cause cause) {
    return reset.verdict == Verdict::kAbort && reset.sender_state == TcpState::kCloseWait &&
           cause != Cause::kUnreadData && !isByServer(analysis, reset) &&
           isGoodbye(reset.unacked_of_sender) && isNothing(reset.unacked_of_receiver);
}

/// Behind both closes, or nothing but a goodbye came behind one.
bool isTail(const CaptureAnalysis& analysis, const Reset& reset, Cause cause) {
    const bool of_close = reset.verdict == Verdict::kDataAfterClose;
    const bool may_be = of_close || reset.verdict == Verdict::kAfterReset ||
                        reset.verdict == Verdict::kAbort || reset.verdict == Verdict::kUnexplained;
    if (may_be && reset.stage == Stage::kClosed) return true;
    if (isAbortBehindGoodbye(analysis, reset, cause)) return true;
    const auto& late = reset.unacked_of_receiver;
    // What was on its way when the FIN came is none.
    const bool is_goodbye = isGoodbye(late) && losesData(reset) != std::optional(true);
    return of_close && isNothing(reset.unacked_of_sender) && (isNothing(late) || is_goodbye);
}

/// The server had answered the SYN, and nothing else is known of it.
bool mayBeOldCookie(const CaptureAnalysis& analysis, const Reset& reset) {
    const bool is_asked_first = reset.trigger == Trigger::kData && reset.requests == 0 &&
                                isByServer(analysis, reset) &&
                                !reset.evidence.has(Evidence::kHandshakeIgnored);
    if (!is_asked_first) return false;
    const std::vector<Verdict> others = alternatives(reset);
    const auto isLeft = [&](Verdict verdict) {
        return reset.verdict == verdict ||
               std::find(others.begin(), others.end(), verdict) != others.end();
    };
    return isLeft(Verdict::kHandshakeReset) && isLeft(Verdict::kHalfOpen);
}

Kind kindOfHandshake(const CaptureAnalysis& analysis, const Reset& reset) {
    if (!isByServer(analysis, reset)) return Kind::kHandshakeReset;
    if (reset.evidence.has(Evidence::kUnacceptedChild)) return Kind::kListenerClosed;
    if (reset.evidence.has(Evidence::kHandshakeIgnored)) return Kind::kAcceptQueueFull;
    // A RST that answers an ACK has its number: the ACK was for the SYN-ACK, not for something
    // else.
    const bool in_answer_to_ack = reset.evidence.has(Evidence::kNotYetEstablished) &&
                                  reset.origin == Origin::kPassive &&
                                  reset.trigger == Trigger::kAck && reset.seq == reset.sender_next;
    return in_answer_to_ack ? Kind::kAcceptQueueFull : Kind::kHandshakeReset;
}

Kind kindOfAbort(const CaptureAnalysis& analysis, const Reset& reset, Cause cause) {
    if (!isByServer(analysis, reset)) return Kind::kClientAborts;
    return cause == Cause::kUnreadData ? Kind::kUploadRefused : Kind::kServerAborts;
}

Kind kindByVerdict(const CaptureAnalysis& analysis, const Reset& reset, Cause cause) {
    switch (reset.verdict) {
        case Verdict::kFinWait2Missing:
        case Verdict::kTimeWaitMissing:
            return Kind::kFinMetNoSocket;
        case Verdict::kFinWait1Missing:
            return Kind::kOrphanGivenUp;
        case Verdict::kHalfOpen:
            return Kind::kConnectionUnknown;
        case Verdict::kDataAfterClose:
            return Kind::kClosedEarly;
        case Verdict::kAbort:
            return kindOfAbort(analysis, reset, cause);
        case Verdict::kLinger2Abort:
            return Kind::kNoFinWait2;
        case Verdict::kRefused:
            return Kind::kPortClosed;
        case Verdict::kHandshakeReset:
            return kindOfHandshake(analysis, reset);
        case Verdict::kMiddlebox:
            return reset.trigger == Trigger::kSyn && !isInjected(reset) ? Kind::kFirewallRefuses
                                                                        : Kind::kForgedResets;
        case Verdict::kSelfDescribed:
            return Kind::kSelfDescribed;
        case Verdict::kStray:
            return Kind::kStray;
        case Verdict::kAfterReset:  // of nothing that is known
            return Kind::kHarmlessTail;
        case Verdict::kUnexplained:
            break;
    }
    return Kind::kUnexplained;
}

}  // namespace

const KindRule& rule(IncidentKind kind) {
    return kRules[static_cast<std::size_t>(kind)];
}

std::optional<SocketAddress> onlyPeer(const Incident& incident) {
    if (!incident.is_by_server) {
        return incident.servers.isOne() ? std::optional(incident.servers.values().front())
                                        : std::nullopt;
    }
    if (!incident.clients.isOne()) return std::nullopt;
    return SocketAddress{incident.clients.values().front(), 0};
}

Actor actorOf(IncidentKind kind, Verdict verdict) {
    // The end that did not close: one that is aborted itself, or the peer of one that had closed.
    if (kind == Kind::kCloseWait && verdict != Verdict::kAbort) return Actor::kReceiver;
    return rule(kind).actor;
}

const Reset& decisiveReset(const CaptureAnalysis& analysis, const Reset& reset) {
    const Reset* found = &reset;
    for (;;) {
        std::uint32_t before = kNoIndex;
        if (found->is_copy || isSeries(analysis, *found) || isBehindForged(analysis, *found)) {
            before = found->previous;
        } else if (found->verdict == Verdict::kAfterReset) {
            before = found->ended_by;
        }
        // Those before are earlier frames: there is an end.
        if (before == kNoIndex || analysis.resets()[before].frame >= found->frame) return *found;
        found = &analysis.resets()[before];
    }
}

IncidentKind kindOf(const CaptureAnalysis& analysis, const Reset& reset) {
    const Cause cause = analysis.cause(reset);
    switch (cause) {
        case Cause::kTwBucketOverflow:
            return Kind::kTableFull;
        case Cause::kFinTimeout:
            return Kind::kFinTimeout;
        case Cause::kOrphanLimit:
            return Kind::kOrphanGivenUp;
        case Cause::kKeepaliveTimeout:
            return Kind::kKeepaliveTimeout;
        case Cause::kBoxIdleTimeout:
            return Kind::kBoxIdleTimeout;
        case Cause::kNatUntranslated:
            return Kind::kNatUntranslated;
        case Cause::kConntrackInvalid:
            return Kind::kConntrackInvalid;
        case Cause::kKeepaliveRace:
            return Kind::kKeepaliveRace;
        case Cause::kReuseAfterClose:
            return Kind::kReuseAfterClose;
        case Cause::kPortReuse:
            return Kind::kPortReuse;
        default:
            break;
    }
    const bool has_advice = cause == Cause::kUnreadData || cause == Cause::kLingerZero;
    if (!has_advice && !closeWaitAdvice(reset).empty()) return Kind::kCloseWait;
    if (isTail(analysis, reset, cause)) return Kind::kHarmlessTail;
    if (mayBeOldCookie(analysis, reset)) return Kind::kSynCookie;
    return kindByVerdict(analysis, reset, cause);
}

Harm harmOf(const CaptureAnalysis& analysis, const Reset& reset, IncidentKind kind) {
    switch (kind) {
        case Kind::kHarmlessTail:
        case Kind::kPortReuse:
        case Kind::kScan:
            return Harm::kNothing;
        case Kind::kStray:
            return Harm::kUnknown;
        case Kind::kKeepaliveRace:
        case Kind::kReuseAfterClose:
        case Kind::kPortClosed:
        case Kind::kFirewallRefuses:
        case Kind::kAcceptQueueFull:
        case Kind::kListenerClosed:
            return Harm::kRequestFailed;
        default:
            break;
    }
    const bool is_opening = reset.stage == Stage::kSyn || reset.stage == Stage::kHandshake ||
                            reset.verdict == Verdict::kHandshakeReset;
    if (is_opening && isByServer(analysis, reset) && !isRefused(reset.accepted)) {
        return Harm::kRequestFailed;
    }
    const std::optional<bool> loses = losesData(reset);
    if (loses && *loses) return Harm::kDataLost;
    const Connection& connection = analysis.connectionOf(reset);
    const bool unanswered =
        connection.hasData() && connection.lastDataFrom() == connection.client();
    if (unanswered && reset.stage == Stage::kData && !isRefused(reset.accepted)) {
        return Harm::kRequestFailed;
    }
    return loses ? Harm::kNothing : Harm::kUnknown;
}

}  // namespace finrst
