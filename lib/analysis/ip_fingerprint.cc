// SPDX-License-Identifier: GPL-2.0-or-later
#include "ip_fingerprint.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace finrst {

namespace {

constexpr int kEcn = 0x03;

/// The TOS without its ECN bits, which belong to the network (RFC 3168, 5).
int tosOf(std::uint8_t field) {
    return field & ~kEcn;
}

/// The kernel's answers go out by a socket that is connected to nobody, allows no fragments and
/// so needs no ID (`ip_select_ident_segs`).
void readAnswer(const IpHeader& ip, Observation& seen) {
    if (ip.id != 0) seen.header.add(Evidence::kIpIdInPassive);
    if (!ip.dont_fragment) seen.header.add(Evidence::kFragmentsAllowed);
}

/// With Linux each socket counts its own segments; with other stacks, all connections share one
/// counter.
void readIpId(const Scene& scene, Observation& seen) {
    const bool of_host = scene.host.ip_ids.isRunning();
    const IpIdCounter& counter = of_host ? scene.host.ip_ids : scene.sender.ip_ids;
    seen.sender_ip_id = counter.last;
    if (!counter.isRunning()) return;
    if (seen.ip_id == 0) {
        seen.header.add(Evidence::kIpIdZero);
    } else if (!counter.leadsTo(seen.ip_id)) {
        if (seen.shape == Origin::kActive && hasIpIdStep(scene)) {
            seen.header.add(Evidence::kIpIdStep);
        }
    } else if (of_host) {
        seen.header.add(Evidence::kIpIdOfHost);
    } else {
        seen.header.add(Evidence::kIpIdOfSocket);
    }
}

/// The kernel gives every answer a flow label: the flow's as long as a bucket or a socket knows it
/// (`tcp_v6_send_reset`), else one of its own.
void readFlowLabel(const Scene& scene, Observation& seen) {
    const std::uint32_t flow = scene.sender.flow_label;
    if (!seen.v6 || flow == 0) return;
    if (seen.flow_label == 0) {
        seen.header.add(Evidence::kFlowLabelZero);
    } else if (seen.flow_label == flow) {
        seen.header.add(Evidence::kFlowLabelOfFlow);
    } else {
        seen.header.add(Evidence::kFlowLabelOther);
    }
}

/// The kernel copies the TOS of what it answers, without ECN (`tcp_v4_send_reset`). Where both ends
/// have the same, that proves nothing: a network that marks all segments marks a firewall's, too.
void readTos(const Scene& scene, Observation& seen) {
    const int answered = tosOf(scene.peer.latest.tos);
    if (answered == 0) return;
    if (tosOf(seen.tos) != answered) {
        seen.header.add(Evidence::kTosNotReflected);
    } else if (tosOf(scene.sender.latest.tos) != answered) {
        seen.header.add(Evidence::kTosReflected);
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

void readIpFingerprint(const Scene& scene, Observation& seen) {
    if (!hasIpFingerprint(scene)) return;
    const bool is_constant = scene.sender.first_ttl == scene.sender.latest.ttl;
    if (is_constant && seen.ttl == scene.sender.latest.ttl) seen.header.add(Evidence::kTtlAsFlow);
    if (!seen.v6) readIpId(scene, seen);
    if (seen.shape != Origin::kPassive || isAnotherThanLinux(seen.stack)) return;
    if (!seen.v6) readAnswer(scene.segment.ip, seen);
    readTos(scene, seen);
    readFlowLabel(scene, seen);
}

bool continuesIpIds(const Scene& scene) {
    const IpIdCounter& counter =
        scene.host.ip_ids.isRunning() ? scene.host.ip_ids : scene.sender.ip_ids;
    const std::uint16_t id = scene.segment.ip.id;
    return scene.segment.ip.known && id != 0 && counter.isRunning() && counter.leadsTo(id);
}

int hopsNearer(const Scene& scene) {
    int nearest = std::numeric_limits<int>::max();
    for (const std::uint8_t ttl : scene.host.ttls) {
        if (ttl != 0) nearest = std::min(nearest, hops(ttl));
    }
    if (scene.sender.ip_known) nearest = std::min(nearest, hops(scene.sender.latest.ttl));
    if (!scene.segment.ip.known || nearest == std::numeric_limits<int>::max()) return 0;
    return nearest - hops(scene.segment.ip.ttl);
}

std::uint8_t nearestTtlOfHost(const Scene& scene) {
    const auto apart = [&](std::uint8_t ttl) {
        return ttl == 0 ? std::numeric_limits<int>::max()
                        : std::abs(hops(ttl) - hops(scene.segment.ip.ttl));
    };
    const auto& ttls = scene.host.ttls;
    return *std::min_element(ttls.begin(), ttls.end(),
                             [&](std::uint8_t a, std::uint8_t b) { return apart(a) < apart(b); });
}

int hopsFarther(const Scene& scene) {
    if (!hasIpFingerprint(scene)) return 0;
    return hops(scene.segment.ip.ttl) - hops(scene.sender.latest.ttl);
}

int hopsApart(const Scene& scene) {
    return std::abs(hops(scene.segment.ip.ttl) - hops(scene.sender.latest.ttl));
}

bool startsOnThisLink(const Scene& scene) {
    return hops(scene.segment.ip.ttl) == 0 && scene.sender.latest.ttl < scene.segment.ip.ttl &&
           hops(scene.sender.latest.ttl) > 0;
}

bool hasTtlStep(const Scene& scene) {
    const std::uint8_t ttl = scene.segment.ip.ttl;
    const Endpoint& sender = scene.sender;
    return ttl != sender.latest.ttl && ttl != sender.first_ttl && ttl != sender.copy_ttl &&
           !scene.host.usesTtl(ttl);
}

bool hasTosStep(const Scene& scene) {
    const int tos = tosOf(scene.segment.ip.tos);
    return tos != tosOf(scene.sender.latest.tos) && tos != tosOf(scene.peer.latest.tos);
}

bool hasTosOfTrigger(const Scene& scene) {
    const int tos = tosOf(scene.segment.ip.tos);
    return scene.answered.passive && scene.peer.ip_known && tos != 0 &&
           tos == tosOf(scene.peer.latest.tos);
}

bool hasIpIdStep(const Scene& scene) {
    const IpIdCounter& counter = scene.sender.ip_ids;
    const std::uint16_t id = scene.segment.ip.id;
    return id != 0 && counter.isRunning() && counter.isFarFrom(id);
}

}  // namespace finrst
