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
    return scene.showsPlainSegments() && scene.connection.sawHandshake() && scene.peer.spoke() &&
           !scene.peer.sent_data && !scene.peer.missed && !scene.answered.segment;
}

/// The sender has answered all that it received: what it had not read by then is little.
bool answeredLast(const Scene& scene) {
    return scene.peer.spoke() && scene.connection.hasData() &&
           scene.connection.lastDataFrom() == scene.side && !scene.answered.segment;
}

}  // namespace

/// `tcp_close` resets when data was left unread (RFC 9293, 3.6.1) or when SO_LINGER is 0. A socket
/// takes octets that wait to be read off its window, and the RST carries that; not so a few
/// (`__tcp_select_window`), for which the window alone proves nothing.
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
    if (window != 0 && window >= sender.open_window && answeredLast(scene)) {
        judgement.evidence.add(Evidence::kWindowOpen);
        return Cause::kLingerZero;
    }
    judgement.counter_evidence.add(Evidence::kLingerOrUnread);
    return Cause::kUnknown;
}

}  // namespace finrst
