// SPDX-License-Identifier: GPL-2.0-or-later
#include "copy.h"

namespace finrst {

namespace {

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
    const int shown = 1 + std::max(sender.most_copies, scene.peer.most_copies);
    return sender.resets % shown != 0 || isRepeatedUnasked(scene);
}

}  // namespace finrst
