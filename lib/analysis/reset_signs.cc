// SPDX-License-Identifier: GPL-2.0-or-later
#include "reset_signs.h"

#include "ip_fingerprint.h"

namespace finrst {

namespace {

/// Of an answer to a segment without a socket's help (RFC 9293, 3.10.7.1). Windows copies the
/// sequence number into the acknowledgement field of a RST without ACK.
void readAnswer(const Scene& scene, StackSigns& signs) {
    const Segment& reset = scene.segment;
    const bool copies_seq = reset.ack.value() != 0 && reset.ack == reset.seq;
    if (!reset.has(kAck) && copies_seq) signs.add(StackSign::kAckIsSeq);
    const bool has_window = reset.window.value_or(0) != 0;
    if (!scene.answersSyn() || !has_window || isNetScalerCode(*reset.window)) return;
    signs.add(StackSign::kWindowInRefusal);
    if (reset.ack == scene.answered.segment.seq) signs.add(StackSign::kSynNotAcked);
    const bool fragments_allowed = reset.source.isV4() && !reset.ip.dont_fragment;
    if (reset.ip.known && fragments_allowed) signs.add(StackSign::kFragmentsAllowed);
}

/// Of a RST+ACK that may be a socket's. BSD sends no timestamps in it (`tcp_output`), Windows no
/// window.
void readSocket(const Scene& scene, StackSigns& signs) {
    const Segment& reset = scene.segment;
    if (scene.acksLateData() && reset.window == 0) signs.add(StackSign::kRefusesLateData);
    if (hasWindowOfTrigger(scene)) signs.add(StackSign::kWindowAsItCame);
    const bool in_sequence = scene.sender.spoke() && reset.seq == scene.sender.next_seq;
    const bool has_window = reset.window.value_or(0) != 0;
    if (in_sequence && has_window && scene.sender.timestamps && !reset.has_options) {
        signs.add(StackSign::kNoTimestamps);
    }
}

/// A window that is not the socket's.
bool hasResetCode(const Scene& scene) {
    const std::uint16_t window = scene.segment.window.value_or(0);
    return window != scene.sender.latest.window && isNetScalerCode(window);
}

}  // namespace

bool hasWindowOfTrigger(const Scene& scene) {
    const std::uint16_t window = scene.segment.window.value_or(0);
    return scene.answered.segment && window != 0 && window == scene.answered.segment.window &&
           scene.sender.open_window != 0 && window > scene.sender.open_window;
}

StackSigns signsOfReset(const Scene& scene) {
    StackSigns signs;
    IpHeader ip = scene.segment.ip;
    if (scene.sender.ip_known) ip.ttl = scene.sender.first_ttl;
    if (ip.known || scene.sender.ip_known) signs.add(startOf(ip, !scene.segment.source.isV4()));
    if (scene.host.ip_ids.isRunning()) signs.add(StackSign::kOneIpIdCounter);
    if (hasIpFingerprint(scene) && hasTtlStep(scene)) return signs;
    if (scene.answered.passive) {
        readAnswer(scene, signs);
    } else if (scene.segment.has(kAck)) {
        readSocket(scene, signs);
    }
    if (hasResetCode(scene)) signs.add(StackSign::kResetCode);
    return signs;
}

}  // namespace finrst
