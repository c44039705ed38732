// SPDX-License-Identifier: GPL-2.0-or-later
#include "ip_fingerprint.h"

namespace finrst {

namespace {

constexpr int kEcn = 0x03;

/// The TOS without its ECN bits, which belong to the network (RFC 3168, 5).
int tosOf(std::uint8_t field) {
    return field & ~kEcn;
}

/// A socket counts its segments; the kernel's own answers have no socket to count for, and ID 0
/// (`ip_select_ident_segs`, where fragments are not allowed).
void readIpId(const Scene& scene, Reset& reset) {
    if (reset.v6 || !scene.sender.hasRunningId()) return;
    const auto step = static_cast<std::uint16_t>(reset.ip_id - scene.sender.ip_id);
    constexpr std::uint16_t kNear = 256;
    const bool passive = reset.origin == Origin::kPassive;
    const bool active = reset.origin == Origin::kActive;
    if (reset.ip_id == 0) {
        (passive ? reset.evidence : reset.counter_evidence).add(Evidence::kIpIdZero);
    } else if (step >= 1 && step <= kNear) {
        (active ? reset.evidence : reset.counter_evidence).add(Evidence::kIpIdOfSocket);
    } else {
        reset.counter_evidence.add(Evidence::kIpIdStep);
    }
}

/// The kernel gives every answer a flow label: the flow's as long as a bucket or a socket knows it
/// (`tcp_v6_send_reset`), else one of its own.
void readFlowLabel(const Scene& scene, Reset& reset) {
    const std::uint32_t flow = scene.sender.flow_label;
    if (!reset.v6 || reset.origin != Origin::kPassive || flow == 0) return;
    if (reset.flow_label == 0) {
        reset.counter_evidence.add(Evidence::kFlowLabelZero);
    } else if (reset.flow_label == flow) {
        reset.evidence.add(Evidence::kFlowLabelOfFlow);
    } else {
        reset.evidence.add(Evidence::kFlowLabelOther);
    }
}

/// The kernel copies the TOS of what it answers, without ECN (`tcp_v4_send_reset`). Where both ends
/// have the same, that proves nothing: a network that marks all segments marks a firewall's, too.
void readTos(const Scene& scene, Reset& reset) {
    const int answered = tosOf(scene.peer.tos);
    if (reset.origin != Origin::kPassive || answered == 0) return;
    if (tosOf(reset.tos) != answered) {
        reset.counter_evidence.add(Evidence::kTosNotReflected);
    } else if (tosOf(scene.sender.tos) != answered) {
        reset.evidence.add(Evidence::kTosReflected);
    }
}

/// Hops to the sender, if it started from one of the usual TTLs.
int hops(std::uint8_t ttl) {
    for (int initial : {64, 128, 255}) {
        if (ttl <= initial) return initial - ttl;
    }
    return 0;
}

}  // namespace

bool hasIpFingerprint(const Scene& scene) {
    return scene.segment.ip.known && scene.sender.ip_known;
}

void readIpFingerprint(const Scene& scene, Reset& reset) {
    if (!hasIpFingerprint(scene)) return;
    if (reset.ttl == scene.sender.ttl) reset.evidence.add(Evidence::kTtlAsFlow);
    readIpId(scene, reset);
    readTos(scene, reset);
    readFlowLabel(scene, reset);
}

bool hasTtlStep(const Scene& scene) {
    const std::uint8_t ttl = scene.segment.ip.ttl;
    return ttl != scene.sender.ttl && ttl != scene.sender.first_ttl && !scene.host.usesTtl(ttl);
}

bool hasTosStep(const Scene& scene) {
    const int tos = tosOf(scene.segment.ip.tos);
    return tos != tosOf(scene.sender.tos) && tos != tosOf(scene.peer.tos);
}

bool isAsFarAsSender(const Scene& scene) {
    return hops(scene.segment.ip.ttl) == hops(scene.sender.ttl);
}

}  // namespace finrst
