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

/// The peer had ACKed the sender's FIN, and said nothing since.
bool waitedForFin(const Scene& scene) {
    const Endpoint& sender = scene.sender;
    return sender.finAckedSeparately() && scene.peer.latest.frame == scene.finAckFrame() &&
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

/// The application spoke, then closed at once: between the two, nothing came, and the window that
/// had shrunk opened, as `tcp_close` throws away what is unread. A window that did not open tells
/// nothing: a few octets never show in it (`__tcp_select_window`), and it shrinks for other reasons
/// (`tcp_measure_rcv_mss`).
bool threwAwayUnread(const Scene& scene, const Observation& seen) {
    constexpr Duration kAtOnce = std::chrono::milliseconds(1);  // nothing was read meanwhile
    const SentSegment& latest = scene.sender.latest;
    const Duration since = scene.segment.time - latest.time;
    const bool spoke = latest.length > 0 || latest.has(kFin);
    return spoke && since >= Duration::zero() && since < kAtOnce && scene.peer.sent_data &&
           scene.segment.ack == latest.ack && latest.window < scene.sender.open_window &&
           scene.segment.window > latest.window && showsOwnWindow(scene, seen);
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

/// `tcp_close` resets when data was left unread (RFC 9293, 3.6.1) or when SO_LINGER is 0.
Cause causeOfAbort(const Scene& scene, const Observation& seen, Judgement& judgement) {
    if (gaveUpProbes(scene.sender)) {
        judgement.evidence.add(Evidence::kKeepaliveUnanswered);
        return Cause::kKeepaliveTimeout;
    }
    if (endedFinWait2(scene, seen, judgement)) return Cause::kFinTimeout;
    if (receivedNothing(scene)) {
        judgement.evidence.add(Evidence::kNothingToRead);
        return Cause::kLingerZero;
    }
    if (threwAwayUnread(scene, seen)) {
        judgement.evidence.add(Evidence::kWindowOpened);
        return Cause::kUnreadData;
    }
    judgement.counter_evidence.add(Evidence::kLingerOrUnread);
    return Cause::kUnknown;
}

}  // namespace finrst
