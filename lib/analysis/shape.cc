// SPDX-License-Identifier: GPL-2.0-or-later
#include "shape.h"

#include "ip_fingerprint.h"
#include "reset_signs.h"

#include <algorithm>
#include <array>

namespace finrst {

namespace {

/// `tcp_v4_send_reset` writes a header of 20 octets and takes its numbers from the segment that it
/// answers (RFC 9293, 3.10.7.1): no window, no options, an acknowledgement number only with ACK.
void readPassiveShape(const Scene& scene, Observation& seen) {
    const Segment& segment = scene.segment;
    seen.shape = Origin::kPassive;
    seen.header.add(segment.has(kAck) ? Evidence::kPassiveShapeWithoutAck
                                      : Evidence::kPassiveShape);
    if (segment.window.value_or(0) != 0) seen.header.add(Evidence::kWindowInPassive);
    if (segment.has_options) seen.header.add(Evidence::kOptionsInPassive);
    if (!segment.has(kAck) && segment.ack.value() != 0) {
        const bool as_windows = segment.ack == segment.seq && seen.stack != Stack::kLinux;
        seen.header.add(as_windows ? Evidence::kAckIsSeqInPassive : Evidence::kAckFieldInPassive);
    }
    if (isSlowAnswer(seen.response_time, scene.sender)) {
        seen.header.add(Evidence::kSlowAnswer);
    }
    const SentSegment& latest = scene.peer.latest;
    if (latest.frame != seen.trigger_frame && latest.has(kAck) && latest.ack == segment.seq) {
        seen.header.add(Evidence::kMoreBehind);
    }
}

/// `tcp_send_active_reset` sends RST+ACK as the socket sends all its segments: at its next sequence
/// number, with its window and its timestamps; so do other stacks, BSD without the timestamps and
/// Windows without the window.
void readActiveShape(const Scene& scene, Observation& seen) {
    const Segment& segment = scene.segment;
    if (!segment.has(kAck)) {
        seen.header.add(Evidence::kBareResetUnanswered);
        return;
    }
    seen.shape = Origin::kActive;
    const bool in_sequence = scene.sender.spoke() && segment.seq == scene.sender.next_seq;
    if (segment.window == 0) {
        const bool as_windows = seen.stack == Stack::kWindows && in_sequence;
        seen.header.add(as_windows ? Evidence::kActiveAsWindows : Evidence::kActiveWithoutWindow);
    }
    if (segment.window.value_or(0) != 0 && in_sequence) seen.header.add(Evidence::kActiveShape);
    const bool keeps_options = seen.stack != Stack::kBsd;
    if (keeps_options && scene.sender.timestamps && !segment.has_options) {
        seen.header.add(Evidence::kOptionsMissing);
    }
    const bool acks_data = scene.answered.segment.sequenceLength() > 0;
    if (acks_data) seen.header.add(Evidence::kResetAcksNewData);
    if (hasWindowOfTrigger(scene)) seen.header.add(Evidence::kWindowAsItCame);
}

/// What Linux's answers never show.
constexpr std::array kUnlikeLinux = {
    Evidence::kSlowAnswer,        Evidence::kMoreBehind,        Evidence::kWindowInPassive,
    Evidence::kAckFieldInPassive, Evidence::kAckIsSeqInPassive, Evidence::kOptionsInPassive,
    Evidence::kIpIdInPassive,     Evidence::kFragmentsAllowed,
};

/// Small stacks have no timestamps.
bool hasShapeOfSmallStack(const Scene& scene, Stack stack) {
    return mayBeSmall(stack) && !scene.segment.has_options && !scene.sender.timestamps;
}

}  // namespace

void readShape(const Scene& scene, Observation& seen) {
    if (scene.answered.passive) {
        readPassiveShape(scene, seen);
    } else {
        readActiveShape(scene, seen);
    }
    readIpFingerprint(scene, seen);
}

bool isLinuxAnswer(const Observation& seen) {
    return seen.shape == Origin::kPassive && !isAnotherThanLinux(seen.stack) &&
           std::none_of(kUnlikeLinux.begin(), kUnlikeLinux.end(),
                        [&](Evidence kind) { return seen.header.has(kind); });
}

bool looksLikeARule(const Observation& seen) {
    if (seen.header.has(Evidence::kIpIdOfHost) || seen.header.has(Evidence::kIpIdOfSocket)) {
        return false;
    }
    return seen.header.has(Evidence::kTosNotReflected) || seen.header.has(Evidence::kFlowLabelZero);
}

bool isOfTheKernel(const Observation& seen) {
    return seen.header.has(Evidence::kTosReflected) || seen.header.has(Evidence::kFlowLabelOther) ||
           seen.header.has(Evidence::kFlowLabelOfFlow);
}

bool refusesLateData(const Scene& scene, Stack stack) {
    if (!scene.acksLateData() || stack == Stack::kLinux || stack == Stack::kBsd) return false;
    return stack == Stack::kEmbedded || scene.segment.window == 0;
}

bool mayBeOfSmallStack(const Scene& scene, Stack stack) {
    return mayBeSmall(stack) && scene.isAnswerWithAck();
}

bool looksLikeAnAnswer(const Scene& scene, Stack stack) {
    constexpr Duration kLongestAnswer = std::chrono::seconds(1);
    const Segment& reset = scene.segment;
    const SentSegment& latest = scene.peer.latest;
    const bool echoes = latest && reset.seq == latest.ack && reset.ack == latest.end() &&
                        reset.time - latest.time < kLongestAnswer;
    return hasShapeOfSmallStack(scene, stack) &&
           (echoes || !scene.sender.hasAcknowledged(reset.ack));
}

bool mayAnswerUnseen(const Scene& scene, Stack stack) {
    const bool acks_more = scene.isBeyondPeer() || !scene.sender.hasAcknowledged(scene.segment.ack);
    return hasShapeOfSmallStack(scene, stack) && !scene.answered.segment && acks_more;
}

bool isAsOfTheSocket(const Observation& seen) {
    return seen.header.has(Evidence::kActiveShape) && seen.header.has(Evidence::kTtlAsFlow) &&
           !seen.header.has(Evidence::kOptionsMissing) && !seen.header.has(Evidence::kIpIdZero) &&
           !seen.header.has(Evidence::kIpIdStep);
}

}  // namespace finrst
