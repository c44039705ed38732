// SPDX-License-Identifier: GPL-2.0-or-later
#include "copy.h"

#include <algorithm>
#include <cstdlib>

namespace finrst {

namespace {

/// Each packet of the sender is captured once on each of two sides of a router.
bool isOncePerSide(const Endpoint& sender) {
    return sender.routed && !sender.mirrored && sender.most_copies == 1;
}

/// As far apart as the two sides are.
bool isOnOtherSide(const Reset& before, const Segment& reset, const Endpoint& sender) {
    return std::abs(before.ttl - reset.ip.ttl) == std::abs(sender.latest.ttl - sender.copy_ttl);
}

/// All that a copy has in common with its packet; behind a router it has another TTL.
bool isSamePacket(const Observation& before, const Segment& reset) {
    return before.seq == reset.seq && before.ack == reset.ack && before.flags == reset.flags &&
           before.window == reset.window.value_or(0) && before.ip_id == reset.ip.id;
}

/// The RST once more at once, although nothing came that asks for another.
bool isRepeatedUnasked(const Scene& scene) {
    const Reset& before = *scene.own_latest;
    const std::uint32_t asks = scene.answered.segment.frame;
    return (asks == 0 || asks == before.trigger_frame) && before.ttl == scene.segment.ip.ttl &&
           scene.segment.time - before.time < kCopyDelay;
}

}  // namespace

bool isCopyOfReset(const Scene& scene) {
    const Reset* before = scene.own_latest;
    if (before == nullptr || !isSamePacket(*before, scene.segment)) return false;
    const Endpoint& sender = scene.sender;
    if (scene.segment.ip.id != 0) return true;
    if (isOncePerSide(sender)) {
        if (before->ttl == scene.segment.ip.ttl) return isRepeatedUnasked(scene);
        if (isOnOtherSide(*before, scene.segment, sender)) return true;
    }
    const int shown = 1 + std::max(sender.most_copies, scene.peer.most_copies);
    return sender.resets % shown != 0 || isRepeatedUnasked(scene);
}

}  // namespace finrst
