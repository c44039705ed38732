// SPDX-License-Identifier: GPL-2.0-or-later
#include "shape.h"

#include "ip_fingerprint.h"

#include <algorithm>
#include <array>

namespace finrst {

namespace {

/// `tcp_v4_send_reset` writes a header of 20 octets and takes its numbers from the segment that it
/// answers (RFC 9293, 3.10.7.1): no window, no options, an acknowledgement number only with ACK.
void readPassiveShape(const Scene& scene, Reset& reset) {
    const Segment& segment = scene.segment;
    reset.origin = Origin::kPassive;
    reset.evidence.add(segment.has(kAck) ? Evidence::kPassiveShapeWithoutAck
                                         : Evidence::kPassiveShape);
    if (segment.window.value_or(0) != 0) reset.counter_evidence.add(Evidence::kWindowInPassive);
    if (segment.has_options) reset.counter_evidence.add(Evidence::kOptionsInPassive);
    if (!segment.has(kAck) && segment.ack.value() != 0) {
        reset.counter_evidence.add(Evidence::kAckFieldInPassive);
    }
    if (isSlowAnswer(reset.response_time, scene.sender)) {
        reset.counter_evidence.add(Evidence::kSlowAnswer);
    }
    const SentSegment& latest = scene.peer.latest;
    if (latest.frame != reset.trigger_frame && latest.has(kAck) && latest.ack == segment.seq) {
        reset.counter_evidence.add(Evidence::kMoreBehind);
    }
}

/// `tcp_send_active_reset` sends RST+ACK as the socket sends all its segments: with its window and
/// its timestamps.
void readActiveShape(const Scene& scene, Reset& reset) {
    const Segment& segment = scene.segment;
    if (!segment.has(kAck)) {
        reset.counter_evidence.add(Evidence::kBareResetUnanswered);
        return;
    }
    reset.origin = Origin::kActive;
    if (segment.window == 0) reset.counter_evidence.add(Evidence::kActiveWithoutWindow);
    if (segment.window.value_or(0) != 0) reset.evidence.add(Evidence::kActiveShape);
    if (scene.sender.timestamps && !segment.has_options) {
        reset.counter_evidence.add(Evidence::kOptionsMissing);
    }
    if (scene.answered.segment) reset.evidence.add(Evidence::kResetAcksNewData);
}

/// What Linux's answers never show.
constexpr std::array kUnlikeLinux = {
    Evidence::kSlowAnswer,        Evidence::kMoreBehind,       Evidence::kWindowInPassive,
    Evidence::kAckFieldInPassive, Evidence::kOptionsInPassive, Evidence::kIpIdInPassive,
    Evidence::kFragmentsAllowed,
};

}  // namespace

void readShape(const Scene& scene, Reset& reset) {
    if (scene.answered.passive) {
        readPassiveShape(scene, reset);
    } else {
        readActiveShape(scene, reset);
    }
    readIpFingerprint(scene, reset);
}

bool isLinuxAnswer(const Reset& reset) {
    return reset.origin == Origin::kPassive &&
           std::none_of(kUnlikeLinux.begin(), kUnlikeLinux.end(),
                        [&](Evidence kind) { return reset.counter_evidence.has(kind); });
}

}  // namespace finrst
