// SPDX-License-Identifier: GPL-2.0-or-later
#include "abort_cause.h"

#include "analysis/bucket_table.h"

#include <algorithm>

namespace finrst {

namespace {

/// `tcp_keepalive_timer` resets after unanswered probes (RFC 1122, 4.2.3.6): two are no accident of
/// the network.
bool gaveUpProbes(const Endpoint& sender) {
    constexpr int kGaveUpProbes = 2;
    return sender.probes >= kGaveUpProbes;
}

/// The peer has sent nothing that the sender could have left unread, from its SYN on: a SYN-ACK
/// may be a repeated one, behind data that came before the capture.
bool receivedNothing(const Scene& scene) {
    const Endpoint& peer = scene.peer;
    return scene.showsPlainSegments() && peer.sent_syn && !peer.sent_data && !peer.missed &&
           !scene.answered.segment;
}

/// The sender has answered all that it received: what it had not read by then is little.
bool answeredLast(const Scene& scene) {
    return scene.peer.spoke() && scene.connection.hasData() &&
           scene.connection.lastDataFrom() == scene.side && !scene.answered.segment;
}

/// The peer had ACKed the sender's FIN, and said nothing since.
bool waitedForFin(const Scene& scene) {
    const Endpoint& sender = scene.sender;
    return sender.finAckedSeparately() && scene.peer.latest.frame == sender.fin_ack_frame &&
           scene.segment.seq == sender.finEnd() && !scene.answered.segment;
}

/// The window of a RST is the one that the socket would have offered: so in Linux and BSD. lwIP
/// writes `TCP_WND` there, Windows 0, NetScaler a code.
bool showsOwnWindow(const Scene& scene, const Observation& seen) {
    const StackSigns signs = scene.host.stack_signs | seen.stack_signs;
    const bool may_be_either = canBe(Stack::kLinux, signs) || canBe(Stack::kBsd, signs);
    const Stack stack = seen.stack;
    const bool known = stack == Stack::kLinux || stack == Stack::kBsd;
    return scene.segment.window.value_or(0) != 0 &&
           (known ||
            (stack == Stack::kUnknown && may_be_either && !signs.has(StackSign::kMssAlone)));
}

/// The timer may tick half a second early (BSD's slow timeout), or late.
bool endedAt(Duration timer, Duration wait) {
    constexpr Duration kTick = std::chrono::milliseconds(500);
    return wait >= timer - kTick && wait <= atTheLatest(timer);
}

/// Nothing can have been read since the sender's latest segment.
bool wasAtOnce(const Scene& scene) {
    constexpr Duration kAtOnce = std::chrono::milliseconds(1);
    const Duration since = scene.segment.time - scene.sender.latest.time;
    return since >= Duration::zero() && since < kAtOnce;
}

/// Some stacks reset a closed socket that waits too long for the peer's FIN; Linux drops it
/// silently.
bool endedFinWait2(const Scene& scene, const Observation& seen, Judgement& judgement) {
    if (!waitedForFin(scene)) return false;
    const Duration wait = seen.fin_wait_2_time;
    const auto timer = finWait2Timer(scene.host.stack_signs | seen.stack_signs);
    if (timer && endedAt(*timer, wait)) {
        judgement.evidence.add(Evidence::kFinWait2TimerEnded);
        return true;
    }
    const bool round = std::any_of(kFinWait2Timers.begin(), kFinWait2Timers.end(),
                                   [&](Duration of_another) { return endedAt(of_another, wait); });
    if (seen.stack == Stack::kUnknown && round) {
        judgement.counter_evidence.add(Evidence::kTimerOfStackLooksAlike);
    }
    return false;
}

}  // namespace

/// `tcp_close` resets when data was left unread (RFC 9293, 3.6.1) or when SO_LINGER is 0. A socket
/// takes octets that wait to be read off its window; not so a few (`__tcp_select_window`), for
/// which the window alone proves nothing. The RST carries that window, or one that is open again,
/// for `tcp_close` has thrown away what was unread.
Cause causeOfAbort(const Scene& scene, const Observation& seen, Judgement& judgement) {
    const Endpoint& sender = scene.sender;
    if (gaveUpProbes(sender)) {
        judgement.evidence.add(Evidence::kKeepaliveUnanswered);
        return Cause::kKeepaliveTimeout;
    }
    if (endedFinWait2(scene, seen, judgement)) return Cause::kFinTimeout;
    if (receivedNothing(scene)) {
        judgement.evidence.add(Evidence::kNothingToRead);
        return Cause::kLingerZero;
    }
    const bool tells = showsOwnWindow(scene, seen);
    const bool shrank = scene.segment.window < sender.open_window;
    if (tells && shrank && scene.peer.sent_data) {
        judgement.evidence.add(Evidence::kWindowShrank);
        return Cause::kUnreadData;
    }
    const bool had_shrunk = sender.latest.window < sender.open_window;
    if (tells && had_shrunk && scene.peer.sent_data && wasAtOnce(scene)) {
        judgement.evidence.add(Evidence::kWindowHadShrunk);
        return Cause::kUnreadData;
    }
    if (tells && !shrank && !had_shrunk && answeredLast(scene)) {
        judgement.evidence.add(Evidence::kWindowOpen);
        return Cause::kLingerZero;
    }
    judgement.counter_evidence.add(Evidence::kLingerOrUnread);
    return Cause::kUnknown;
}

}  // namespace finrst
