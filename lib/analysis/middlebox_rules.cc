// SPDX-License-Identifier: GPL-2.0-or-later
#include "middlebox_rules.h"

#include "ip_fingerprint.h"
#include "missing_socket.h"

namespace finrst::rules {

namespace {

/// A RST+ACK as of a socket, right behind the socket's own segments but not of its count. After a
/// silence, a counter that other connections use, too, may be anywhere.
bool isOfForeignCount(const Scene& scene) {
    constexpr Duration kSilence = std::chrono::seconds(1);
    return !scene.answered.passive && scene.segment.has(kAck) && hasIpIdStep(scene) &&
           scene.segment.time - scene.sender.latest.time < kSilence;
}

}  // namespace

/// Another TTL than that of the sender's host, an IP ID of another counter, or a TOS that is
/// neither the socket's nor copied from what was answered (`tcp_v4_send_reset`). The network may
/// change the TOS on the way; a socket may have a TTL of its own (IP_TTL), which the stack's
/// answers have not.
bool foreignIpHeader(const Scene& scene, Reset& reset) {
    if (!hasIpFingerprint(scene)) return false;
    const bool ttl_step = hasTtlStep(scene);
    const bool tos_step = hasTosStep(scene);
    const bool id_step = isOfForeignCount(scene);
    if (!ttl_step && !tos_step && !id_step) return false;
    if (ttl_step) reset.evidence.add(Evidence::kTtlStep);
    if (id_step) reset.evidence.add(Evidence::kIpIdStep);
    if (tos_step) reset.evidence.add(Evidence::kTosStep);
    conclude(reset, Verdict::kMiddlebox, ttl_step ? Certainty::kProbable : Certainty::kPossible);
    reset.origin = Origin::kMiddlebox;
    const bool as_far = isAsFarAsSender(scene);
    if (ttl_step && (as_far || scene.answered.passive)) {
        doubt(reset, as_far ? Certainty::kPossible : Certainty::kProbable,
              Evidence::kTtlCustomLooksAlike);
    }
    return true;
}

/// No socket was needed for this: a bucket may be alive behind the rule that answered the FIN.
bool rejectedByRule(const Scene& scene, Reset& reset) {
    if (!scene.answered.segment.has(kFin) || !looksRejected(reset)) return false;
    conclude(reset, Verdict::kMiddlebox, Certainty::kPossible);
    reset.origin = Origin::kMiddlebox;
    reset.evidence.add(Evidence::kRejectRule);
    return true;
}

}  // namespace finrst::rules
