// SPDX-License-Identifier: GPL-2.0-or-later
#include "copy.h"

namespace finrst {

namespace {

/// The connection's first reset was also this end's last one.
bool followsFirstReset(const Scene& scene) {
    const Reset* first = scene.first_reset;
    return first != nullptr && first->sender == scene.side &&
           first->frame == scene.sender.reset_frame && first->seq == scene.segment.seq;
}

/// The first reset once more at once, although nothing came that asks for another.
bool isRepeatedUnasked(const Scene& scene) {
    if (!followsFirstReset(scene)) return false;
    const Reset& first = *scene.first_reset;
    return first.trigger_frame == scene.answered.segment.frame &&
           first.ttl == scene.segment.ip.ttl && scene.segment.time - first.time < kCopyDelay;
}

}  // namespace

bool isCopyOfReset(const Scene& scene) {
    const Endpoint& sender = scene.sender;
    if (sender.resets == 0 || sender.last_reset != resetMark(scene.segment)) return false;
    if (scene.segment.ip.id != 0) return true;
    const int shown = 1 + std::max(sender.most_copies, scene.peer.most_copies);
    return sender.resets % shown != 0 || isRepeatedUnasked(scene);
}

const Reset* firstResetCopied(const Scene& scene) {
    return followsFirstReset(scene) ? scene.first_reset : nullptr;
}

}  // namespace finrst
