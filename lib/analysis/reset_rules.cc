// SPDX-License-Identifier: GPL-2.0-or-later
#include "reset_rules.h"

#include <algorithm>
#include <string_view>

namespace finrst::rules {

namespace {

/// RFC 9293, 3.5.3 wants text in a RST; other octets are anything.
bool isText(std::string_view octets) {
    return std::all_of(octets.begin(), octets.end(),
                       [](char c) { return (c >= ' ' && c <= '~') || c == '\n' || c == '\r'; });
}

/// The connection's first reset was also this end's last one.
bool followsFirstReset(const Scene& scene) {
    const Reset* first = scene.first_reset;
    return first != nullptr && first->sender == scene.side && first->seq == scene.segment.seq &&
           scene.sender.resets == 1;
}

/// The first reset once more at once, although nothing came that asks for another.
bool isRepeatedUnasked(const Scene& scene) {
    if (!followsFirstReset(scene)) return false;
    const Reset& first = *scene.first_reset;
    return first.trigger_frame == scene.answered.segment.frame &&
           first.ttl == scene.segment.ip.ttl && scene.segment.time - first.time < kCopyDelay;
}

/// The same packet as the end's last RST. Two answers of Linux may be equal to the bit: without an
/// IP ID, every second one is a copy, in a capture that shows this conversation's packets twice.
bool isCopy(const Scene& scene) {
    const Endpoint& sender = scene.sender;
    const std::uint16_t id = scene.segment.ip.id;
    if (sender.resets == 0 || sender.last_reset != resetMark(scene.segment)) return false;
    const bool all_twice = sender.copied || scene.peer.copied;
    return id != 0 || (sender.resets % 2 == 1 && all_twice) || isRepeatedUnasked(scene);
}

Trigger bareOrWithData(const SentSegment& fin) {
    return fin.length > 0 ? Trigger::kFinData : Trigger::kFin;
}

}  // namespace

/// A RST may say itself why it was sent: in text (RFC 9293, 3.5.3) or in the option MP_TCPRST (RFC
/// 8684, 3.6).
bool selfDescribed(const Scene& scene, Reset& reset) {
    const std::string_view text = scene.segment.reset_text;
    const bool has_option = scene.segment.has_mptcp_reset;
    if (text.empty() && !has_option) return false;
    if (!text.empty()) reset.evidence.add(Evidence::kResetText);
    if (has_option) reset.evidence.add(Evidence::kMptcpReset);
    const bool readable = has_option || isText(text);
    conclude(reset, Verdict::kSelfDescribed, readable ? Certainty::kCertain : Certainty::kProbable);
    return true;
}

/// A capture at a mirror port (SPAN) may show each packet twice: the copy of the first reset says
/// what that one said. Copies of later ones are marked, and left to `afterReset`.
bool copyOfReset(const Scene& scene, Reset& reset) {
    reset.is_copy = isCopy(scene);
    if (!reset.is_copy || !followsFirstReset(scene)) return false;
    reset = *scene.first_reset;
    reset.frame = scene.segment.frame;
    reset.time = scene.segment.time;
    reset.is_copy = true;
    reset.first_reset_frame = scene.first_reset->frame;
    reset.counter_evidence.add(Evidence::kCopyOfReset);
    return true;
}

/// Nothing of the connection but the RST and one segment, or its repetitions; or nothing of the
/// RST's sender, so that nobody can say whether it ever had that connection or closed it.
bool stray(const Scene& scene, Reset& reset) {
    const Endpoint& peer = scene.peer;
    const bool peer_said_one_thing = !peer.spoke() || peer.latest.seq == peer.first_seq;
    if (scene.sender.spoke() || peer.latest.has(kSyn)) return false;
    if (!peer_said_one_thing && scene.first_reset != nullptr) return false;
    reset.evidence.add(peer_said_one_thing ? Evidence::kNothingElse : Evidence::kSenderUnseen);
    reset.sender_state = TcpState::kUnknown;
    conclude(reset, Verdict::kStray,
             peer_said_one_thing ? Certainty::kCertain : Certainty::kPossible);
    return true;
}

/// Of a connection that was reset nothing is left: what comes later is answered as in CLOSED (RFC
/// 9293, 3.10.7.1). What came before a FIN was reset as well, not lost.
bool afterReset(const Scene& scene, Reset& reset) {
    if (scene.first_reset == nullptr) return false;
    reset.evidence.add(Evidence::kResetBefore);
    reset.sender_state = TcpState::kClosed;
    if (reset.trigger == Trigger::kFinGap) reset.trigger = bareOrWithData(scene.answered.segment);
    const bool ignored = scene.first_reset->contradiction_frame != 0;
    conclude(reset, Verdict::kAfterReset, ignored ? Certainty::kPossible : Certainty::kCertain);
    return true;
}

}  // namespace finrst::rules
