// SPDX-License-Identifier: GPL-2.0-or-later
#include "hypotheses.h"
#include "ip_fingerprint.h"
#include "shape.h"

#include <cstdlib>

namespace finrst::hypotheses {

namespace {

/// Routes change, and some machines answer by other paths: so many hops prove nothing.
constexpr int kFewHops = 3;

/// A RST+ACK as of a socket, right behind the socket's own segments but not of its count. After a
/// silence, a counter that other connections use, too, may be anywhere.
bool isOfForeignCount(const Scene& scene) {
    constexpr Duration kSilence = std::chrono::seconds(1);
    return !scene.answered.passive && scene.segment.has(kAck) && hasIpIdStep(scene) &&
           scene.segment.time - scene.sender.latest.time < kSilence;
}

/// The host had no socket any more, or none for this yet: its stack answers, whoever else does. A
/// refusal before shows nothing of the host: a reject rule refuses each SYN.
bool hostAnswersAnyway(const Scene& scene, const Observation& seen) {
    return scene.answered.passive && !scene.answersSyn() &&
           (seen.own_reset_frame != 0 || challenged(scene, seen).fit == Fit::kShown);
}

/// The sender's socket was there and waited for this very number: it had no reason to reset.
bool socketWasThere(const Scene& scene) {
    return scene.wasJustAlive() && !scene.sender.sentFin() &&
           scene.segment.seq == scene.sender.next_seq;
}

/// A socket that was there would have answered what is beyond its window with an ACK (RFC 9293,
/// 3.10.7.4): it did not get it. Connection tracking keeps such a segment from it.
bool socketMissedIt(const Scene& scene, const Observation& seen) {
    return scene.answered.passive && socketWasThere(scene) && seen.beyond_window > 0;
}

/// The sender's socket is known to have lived on after the connection's first reset in its name.
bool socketWentOn(const Scene& scene) {
    const Reset* first = scene.first_reset;
    return first != nullptr && first->sender == scene.side && first->contradiction_frame != 0 &&
           first->origin == Origin::kMiddlebox && scene.answered.passive;
}

/// `last` and then `next`, each a little more.
bool countsUp(int last, int next) {
    constexpr int kLargestStep = 8;
    return next > last && next - last <= kLargestStep;
}

/// Nothing had come of either end for a while: neither had news of the other when it was reset.
bool wasSilent(Duration idle) {
    constexpr Duration kLongestWay = std::chrono::seconds(1);
    return idle >= kLongestWay;
}

/// Both have the same IP ID, or the same TTL, and that is neither end's own.
bool haveOneMaker(const Scene& scene, const Reset& other) {
    const std::uint16_t id = scene.segment.ip.id;
    const bool same_id = id != 0 && id == other.ip_id && !continuesIpIds(scene);
    const bool same_ttl = hasIpFingerprint(scene) && scene.segment.ip.ttl == other.ttl &&
                          hasTtlStep(scene) && other.evidence.has(Evidence::kTtlStep);
    return same_id || same_ttl;
}

/// A box that forgets idle connections tells an end of it, or both, when the time is over.
bool endsIdleConnections(const Scene& scene, const Observation& seen) {
    constexpr std::uint32_t kEnough = 2;  // before this one
    return seen.trigger_frame == 0 && seen.idle_time >= kLongSilence &&
           scene.host.idle_resets.alike(seen.idle_time) >= kEnough;
}

/// The connection's first reset, from the same end, that answered the same segment.
bool answersTheSame(const Reset& first, const Observation& seen) {
    return first.sender == seen.sender && seen.trigger_frame != 0 &&
           first.trigger_frame == seen.trigger_frame && !seen.is_copy;
}

}  // namespace

/// A box that swaps the ends of a packet and sets RST leaves its data, its IP ID and its window in
/// it. Without data, a stack that copies the window may look the same.
Finding turnedAround(const Scene& scene, const Observation&) {
    const SentSegment& latest = scene.peer.latest;
    const Segment& segment = scene.segment;
    const bool same = latest && segment.length > 0 && segment.length == latest.length &&
                      segment.window == latest.window && segment.ip.known && segment.ip.id != 0 &&
                      segment.ip.id == latest.ip_id;
    if (!same) return {};
    Finding found{.fit = Fit::kShown, .evidence = {Evidence::kTurnedAround}};
    if (hasIpFingerprint(scene) && hasTtlStep(scene)) {
        found.evidence.add(Evidence::kTtlStep);
        found.at_most = Certainty::kProbable;
        found.settles = true;
    }
    return found;
}

/// Whoever injects resets sends several to one segment, and counts TTL or window up, so that one of
/// them fits. A stack answers a segment once.
Finding injected(const Scene& scene, const Observation& seen) {
    const Reset* before = scene.own_latest;
    if (before != nullptr && countsUp(before->ttl, seen.ttl) &&
        countsUp(before->window, seen.window)) {
        const bool goes_on = before->evidence.has(Evidence::kCountsUp);
        return {.fit = Fit::kShown,
                .evidence = {Evidence::kCountsUp},
                .at_most = goes_on ? Certainty::kCertain : Certainty::kProbable,
                .settles = true};
    }
    const Reset* first = scene.first_reset;
    if (first == nullptr || !answersTheSame(*first, seen) || seen.ttl == first->ttl) return {};
    return {.fit = Fit::kShown, .evidence = {Evidence::kSeveralToOne}};
}

/// No end answers a RST with a RST: where both are reset at the same moment, and neither had news
/// of the other, somebody between them did it. Two programs may have the same timer, and then the
/// RSTs are as of their sockets.
Finding bothEnds(const Scene& scene, const Observation& seen) {
    const Reset* first = scene.first_reset;
    if (!scene.wasOtherEndJustReset()) return {};
    const bool unasked = seen.trigger_frame == 0 && first->trigger_frame == 0 &&
                         wasSilent(first->idle_time) && !isAsOfTheSocket(seen) &&
                         !isAsOfTheSocket(*first) && !continuesIpIds(scene);
    if (!unasked && !haveOneMaker(scene, *first)) return {};
    return {.fit = Fit::kShown,
            .evidence = {Evidence::kBothEndsAtOnce},
            .at_most = Certainty::kProbable,
            .settles = true};
}

/// A box nearer than the host answers over fewer hops, and sooner than the host ever answered a
/// SYN.
Finding nearer(const Scene& scene, const Observation& seen) {
    constexpr Duration kLeastGain = std::chrono::milliseconds(1);
    const bool sooner = 2 * seen.response_time + kLeastGain < seen.host_response;
    const bool is_answer = scene.answered.passive || scene.answersSyn();
    if (!is_answer || !sooner || hopsNearer(scene) <= 0 || continuesIpIds(scene) ||
        hasTosOfTrigger(scene) || isOfTheKernel(seen)) {
        return {};
    }
    return {.fit = Fit::kShown,
            .evidence = {Evidence::kNearerThanHost},
            .at_most = hopsNearer(scene) > kFewHops ? Certainty::kProbable : Certainty::kPossible};
}

/// Another TTL than that of the sender's host, an IP ID of another counter, or a TOS that is
/// neither the socket's nor copied from what was answered (`tcp_v4_send_reset`). The network may
/// change the TOS on the way; a socket may have a TTL of its own (IP_TTL), which the stack's
/// answers have not.
Finding foreignHeader(const Scene& scene, const Observation& seen) {
    if (!hasIpFingerprint(scene) || continuesIpIds(scene)) return {};
    // In the handshake the sender's own TTL is not known yet: a scanner writes its SYN itself.
    if (scene.answered.kind == Trigger::kSynAck || scene.answersSyn()) return {};
    if (refusedBehindProxy(scene, seen).fit != Fit::kOut) return {};
    const bool ttl_step = hasTtlStep(scene);
    const bool tos_step = hasTosStep(scene);
    const bool id_step = isOfForeignCount(scene);
    if (!ttl_step && !tos_step && !id_step) return {};
    Finding found{.fit = Fit::kShown};
    if (ttl_step) found.evidence.add(Evidence::kTtlStep);
    if (id_step) found.evidence.add(Evidence::kIpIdStep);
    if (tos_step) found.evidence.add(Evidence::kTosStep);
    const bool far = ttl_step && hopsApart(scene) > kFewHops;
    found.at_most = far ? Certainty::kProbable : Certainty::kPossible;
    if (ttl_step && !far && !startsOnThisLink(scene)) {
        const bool another_start =
            std::abs(scene.segment.ip.ttl - scene.sender.latest.ttl) > kFewHops;
        found.lower(another_start && !scene.answered.passive ? Fit::kShown : Fit::kRare,
                    Evidence::kTtlCustomLooksAlike);
    } else if (ttl_step && scene.answered.passive) {
        found.counter_evidence.add(Evidence::kTtlCustomLooksAlike);
    }
    if (seen.header.has(Evidence::kTosReflected)) found.lower(Fit::kRare);
    return found;
}

/// No socket was needed for this: a bucket may be alive behind the rule that answered the FIN.
Finding rejectRule(const Scene& scene, const Observation& seen) {
    if (!scene.answered.passive || !looksLikeARule(seen)) return {};
    return {.fit = scene.answered.segment.has(kFin) ? Fit::kShown : Fit::kOpen,
            .evidence = {Evidence::kRejectRule},
            .at_most = Certainty::kPossible};
}

/// A firewall, on the way or on the host, or somebody who forges it, sends whatever it likes; but
/// not the TOS, the flow label, the IP IDs and the timestamps of the host.
Finding box(const Scene& scene, const Observation& seen) {
    if (isOfTheKernel(seen) || continuesIpIds(scene) || isAsOfTheSocket(seen)) return {};
    if (socketWentOn(scene)) {
        return {.fit = Fit::kShown,
                .evidence = {Evidence::kSocketWentOn},
                .at_most = Certainty::kProbable};
    }
    if (hostAnswersAnyway(scene, seen)) return {};
    if (socketMissedIt(scene, seen)) {
        return {.fit = Fit::kShown,
                .evidence = {Evidence::kBeyondWindow},
                .at_most = Certainty::kPossible};
    }
    if (endsIdleConnections(scene, seen)) return {.fit = Fit::kOpen};
    return {.fit = scene.answered.passive && socketWasThere(scene) ? Fit::kOpen : Fit::kRare};
}

}  // namespace finrst::hypotheses
