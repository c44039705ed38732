// SPDX-License-Identifier: GPL-2.0-or-later
#include "abort_cause.h"

namespace finrst {

namespace {

/// `tcp_keepalive_timer` resets after unanswered probes (RFC 1122, 4.2.3.6): two are no accident of
/// the network.
bool gaveUpProbes(const Endpoint& sender) {
    constexpr int kGaveUpProbes = 2;
    return sender.probes >= kGaveUpProbes;
}

/// Nothing that the sender could have left unread is, or may be, in the capture.
bool receivedNothing(const Scene& scene) {
    return !scene.peer.sent_data && !scene.peer.missed && scene.connection.sawHandshake() &&
           !scene.answered.segment;
}

}  // namespace

/// `tcp_close` resets when data was left unread (RFC 9293, 3.6.1) or when SO_LINGER is 0. A socket
/// takes octets that wait to be read off its window, and the RST carries that
/// (`__tcp_select_window`).
Cause causeOfAbort(const Scene& scene, Judgement& judgement) {
    const Endpoint& sender = scene.sender;
    const std::uint16_t window = scene.segment.window.value_or(0);
    if (gaveUpProbes(sender)) {
        judgement.evidence.add(Evidence::kKeepaliveUnanswered);
        return Cause::kKeepaliveTimeout;
    }
    if (receivedNothing(scene)) {
        judgement.evidence.add(Evidence::kNothingToRead);
        return Cause::kLingerZero;
    }
    if (window != 0 && window < sender.open_window && scene.peer.sent_data) {
        judgement.evidence.add(Evidence::kWindowShrank);
        return Cause::kUnreadData;
    }
    if (window != 0 && window >= sender.open_window && sender.open_window != 0) {
        judgement.evidence.add(Evidence::kWindowOpen);
        return Cause::kLingerZero;
    }
    judgement.counter_evidence.add(Evidence::kLingerOrUnread);
    return Cause::kUnknown;
}

}  // namespace finrst
