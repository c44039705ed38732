// SPDX-License-Identifier: GPL-2.0-or-later
#include "copy.h"

namespace finrst {

namespace {

/// The RST once more at once, although nothing came that asks for another.
bool isRepeatedUnasked(const Scene& scene) {
    const Reset& before = *scene.own_latest;
    return before.trigger_frame == scene.answered.segment.frame &&
           before.ttl == scene.segment.ip.ttl && scene.segment.time - before.time < kCopyDelay;
}

}  // namespace

bool isCopyOfReset(const Scene& scene) {
    const Endpoint& sender = scene.sender;
    if (scene.own_latest == nullptr || sender.last_reset != resetMark(scene.segment)) return false;
    if (scene.segment.ip.id != 0) return true;
    const int shown = 1 + std::max(sender.most_copies, scene.peer.most_copies);
    return sender.resets % shown != 0 || isRepeatedUnasked(scene);
}

}  // namespace finrst
