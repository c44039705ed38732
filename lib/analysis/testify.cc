// SPDX-License-Identifier: GPL-2.0-or-later
#include "testify.h"

#include "hypotheses.h"
#include "judge.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace finrst {

namespace {

using hypotheses::kAll;

/// A set of verdicts.
using Verdicts = std::uint32_t;

constexpr Verdicts setOf(std::initializer_list<Verdict> verdicts) {
    Verdicts set = 0;
    for (const Verdict verdict : verdicts) set |= Verdicts{1} << static_cast<unsigned>(verdict);
    return set;
}

constexpr bool has(Verdicts set, Verdict verdict) {
    return (set & setOf({verdict})) != 0;
}

// A RST after another one is sent for any reason; one that describes itself says why.
constexpr Verdicts kAlways = setOf({Verdict::kAfterReset, Verdict::kSelfDescribed});
/// The segment met no socket of its connection.
constexpr Verdicts kWithoutSocket =
    kAlways | setOf({Verdict::kFinWait2Missing, Verdict::kFinWait1Missing,
                     Verdict::kTimeWaitMissing, Verdict::kHalfOpen, Verdict::kDataAfterClose,
                     Verdict::kRefused, Verdict::kHandshakeReset, Verdict::kStray});
/// A socket ends its connection: `tcp_send_active_reset`.
constexpr Verdicts kByItself =
    kAlways | setOf({Verdict::kAbort, Verdict::kLinger2Abort, Verdict::kHandshakeReset});
/// A socket or a bucket answers what it does not take.
constexpr Verdicts kByASocket =
    kAlways | setOf({Verdict::kDataAfterClose, Verdict::kRefused, Verdict::kHandshakeReset,
                     Verdict::kLinger2Abort, Verdict::kAbort, Verdict::kStray});
/// A socket, or a SYN that waits for the end of its handshake, does not take the peer's answer: a
/// port that nobody listens at has neither.
constexpr Verdicts kInHandshake = kAlways | setOf({Verdict::kHandshakeReset, Verdict::kStray});

/// What a reason of the kernel (enum sk_rst_reason in include/net/rstreason.h) leaves.
struct Reason {
    std::string_view name;
    Verdicts verdicts;
    Cause cause = Cause::kNone;  ///< of an abort, where the reason tells
};

constexpr Reason kReasons[] = {
    {"NO_SOCKET", kWithoutSocket},
    {"TCP_FLAGS", kWithoutSocket},  // met a listener: tcp_rcv_state_process
    {"TCP_TIMEWAIT_SOCKET",
     kAlways | setOf({Verdict::kDataAfterClose, Verdict::kRefused, Verdict::kStray})},
    // tcp_rcv_state_process, in FIN-WAIT-1 and -2 without a process
    {"TCP_ABORT_ON_DATA",
     kAlways | setOf({Verdict::kDataAfterClose, Verdict::kLinger2Abort, Verdict::kAbort})},
    {"TCP_ABORT_ON_CLOSE", kAlways | setOf({Verdict::kAbort}), Cause::kUnreadData},
    {"TCP_ABORT_ON_LINGER", kAlways | setOf({Verdict::kAbort, Verdict::kLinger2Abort})},
    {"TCP_ABORT_ON_MEMORY", kAlways | setOf({Verdict::kAbort})},
    {"TCP_KEEPALIVE_TIMEOUT", kAlways | setOf({Verdict::kAbort}), Cause::kKeepaliveTimeout},
    {"TCP_DISCONNECT_WITH_DATA", kByItself},
    {"TCP_STATE", kByItself},
    {"INVALID_SYN", kInHandshake},
    {"TCP_OLD_ACK", kInHandshake},
    {"TCP_TOO_OLD_ACK", kInHandshake},
    {"TCP_ACK_UNSENT_DATA", kInHandshake},
    {"TCP_INVALID_ACK_SEQUENCE", kInHandshake},
    {"TCP_RFC7323_PAWS", kInHandshake},
};

const Reason* findReason(std::string_view name) {
    const auto* const found =
        std::find_if(std::begin(kReasons), std::end(kReasons),
                     [&](const Reason& reason) { return reason.name == name; });
    return found == std::end(kReasons) ? nullptr : found;
}

Verdicts verdictsOf(const KernelReport& report) {
    if (const Reason* reason = findReason(report.reason)) return reason->verdicts;
    // Of a reason that is not known, or without one, who sent it still tells something.
    return report.answers ? kWithoutSocket | kByASocket : kByItself;
}

/// What connection tracking did not translate meets the host's own TCP, which has no socket.
bool isUntranslated(const Reset& reset) {
    return reset.beyond_window > 0 || reset.evidence.has(Evidence::kSameUnderOtherAddress);
}

std::uint64_t marksOf(Verdicts verdicts) {
    std::uint64_t marks = 0;
    for (std::size_t i = 0; i < kAll.size(); ++i) {
        if (kAll[i].of_host && has(verdicts, kAll[i].verdict)) marks |= Fits::markOf(i);
    }
    return marks;
}

std::uint64_t marksOfOthers() {
    std::uint64_t marks = 0;
    for (std::size_t i = 0; i < kAll.size(); ++i) {
        if (!kAll[i].of_host) marks |= Fits::markOf(i);
    }
    return marks;
}

void learnCause(const KernelReport& report, Reset& reset) {
    if (reset.verdict != Verdict::kAbort) return;
    const Reason* reason = findReason(report.reason);
    if (reason == nullptr) return;
    const bool is_other =
        reset.cause == Cause::kUnreadData || reset.cause == Cause::kKeepaliveTimeout;
    if (reason->cause != Cause::kNone) {
        reset.cause = reason->cause;
    } else if (is_other) {
        reset.cause = Cause::kUnknown;
    }
}

KernelWord hearOfUntraced(Reset& reset) {
    const Verdict of_capture = reset.verdict;
    leave(reset, marksOfOthers());
    reset.certainty =
        Certainty::kCertain;  // whatever it looks like, the host's TCP did not send it
    reset.evidence.add(Evidence::kNotTraced);
    return {{}, Confirmation::kUntraced, of_capture};
}

}  // namespace

KernelWord testify(const KernelReport& report, Reset& reset) {
    if (!report.sent) return hearOfUntraced(reset);
    const Verdict of_capture = reset.verdict;
    const Verdicts verdicts = verdictsOf(report);
    const bool of_box = of_capture == Verdict::kMiddlebox;
    showOnBothSides(reset);
    const bool agrees = of_box ? isUntranslated(reset)
                               : has(verdicts, of_capture) || of_capture == Verdict::kUnexplained;
    if (!of_box || !agrees) leave(reset, marksOf(verdicts));
    learnCause(report, reset);
    reset.evidence.add(Evidence::kKernelTraced);
    if (!agrees) reset.evidence.add(Evidence::kKernelContradicts);
    return {report, agrees ? Confirmation::kAgrees : Confirmation::kContradicts, of_capture};
}

void testify(const PlacesReport& report, Reset& reset) {
    if (report.sent == Seen::kNo) {
        leave(reset, marksOfOthers());
        const bool is_sure = report.isSure() || reset.evidence.has(Evidence::kNearerThanHost);
        reset.certainty = is_sure ? Certainty::kCertain : Certainty::kProbable;
        reset.evidence.add(Evidence::kNeverSent);
        if (report.lacks_trigger) reset.evidence.add(Evidence::kTriggerNeverCame);
        if (report.went_on_frame != 0) reset.evidence.add(Evidence::kWentOnThere);
        if (report.lost_nothing) reset.evidence.add(Evidence::kRecorderLostNothing);
    }
    if (report.frame_toward_sender != 0) {
        showOnBothSides(reset);
        reset.evidence.add(Evidence::kHeldTowardSender);
    }
    if (report.frame_toward_receiver != 0) reset.evidence.add(Evidence::kHeldTowardReceiver);
    const std::uint32_t lost = report.beside ? report.beside->lost_frame : 0;
    const bool is_told = report.lacks_trigger && lost == reset.trigger_frame;
    if (lost != 0 && !is_told) reset.evidence.add(Evidence::kLostBefore);
    if (report.arrived == Seen::kNo) reset.evidence.add(Evidence::kNeverArrived);
    const bool is_changed = report.beside && !report.beside->changes.empty();
    if (is_changed) reset.evidence.add(Evidence::kChangedBetween);
}

}  // namespace finrst
