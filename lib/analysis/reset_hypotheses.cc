// SPDX-License-Identifier: GPL-2.0-or-later
#include "hypotheses.h"
#include "ip_fingerprint.h"

#include <string_view>

namespace finrst::hypotheses {

namespace {

/// RFC 9293, 3.5.3 wants text in a RST; other octets are anything.
bool isText(std::string_view octets) {
    return std::all_of(octets.begin(), octets.end(),
                       [](char c) { return (c >= ' ' && c <= '~') || c == '\n' || c == '\r'; });
}

/// All that was captured of the peer is one segment, or its repetitions.
bool saidOneThing(const Endpoint& peer) {
    const bool is_new = peer.next_seq != peer.first_seq && !peer.repeated;
    const bool came_later = peer.sent_ack && peer.acked_frame < peer.latest.frame;
    return !peer.spoke() || (peer.latest.seq == peer.first_seq && !(is_new && came_later));
}

/// The peer sent what the RST answers after its own reset, which the sender took.
bool answersAfterPeersReset(const Scene& scene, const Reset& ended) {
    return ended.sender != scene.side && scene.answered.segment &&
           scene.answered.segment.frame > ended.frame;
}

}  // namespace

/// A RST may say itself why it was sent: in text (RFC 9293, 3.5.3), in the option MP_TCPRST (RFC
/// 8684, 3.6), or by the window that NetScaler gives it.
Finding selfDescribed(const Scene& scene, const Observation& seen) {
    const std::string_view text = scene.segment.reset_text;
    const bool has_option = scene.segment.has_mptcp_reset;
    const bool has_code =
        seen.stack == Stack::kNetScaler && seen.stack_signs.has(StackSign::kResetCode);
    if (text.empty() && !has_option && !has_code) return {};
    if (turnedAround(scene, seen).fit != Fit::kOut) return {};
    Finding found{.fit = Fit::kShown};
    if (!text.empty()) found.evidence.add(Evidence::kResetText);
    if (has_option) found.evidence.add(Evidence::kMptcpReset);
    if (has_code) found.evidence.add(Evidence::kNetScalerCode);
    // Data of the peer in a packet that a box turned around may read like a reason.
    const bool reads_well = !text.empty() && isText(text);
    const bool by_sender = has_option || (reads_well && continuesIpIds(scene));
    if (!by_sender) found.at_most = Certainty::kProbable;
    found.settles = true;
    return found;
}

/// Of a connection that was reset nothing is left: what comes later is answered as in CLOSED (RFC
/// 9293, 3.10.7.1). By the sender: its peer sent on before it knew. By the peer: only what that
/// sent behind its own reset meets nothing for that reason; what it had sent before came first.
Finding resetBefore(const Scene& scene, const Observation& seen) {
    const Reset* ended = scene.ended_by != nullptr ? scene.ended_by : scene.lostReset();
    if (ended == nullptr || scene.answersSyn()) return {};
    const bool own = seen.own_reset_frame != 0;
    if (own && ended->origin == Origin::kMiddlebox && ended->contradiction_frame != 0) return {};
    if (!own && !answersAfterPeersReset(scene, *ended)) return {};
    Finding found{.fit = Fit::kShown,
                  .evidence = {scene.ended_by != nullptr ? Evidence::kResetBefore
                                                         : Evidence::kOwnResetNotTaken},
                  .state = TcpState::kClosed};
    const bool went_on = own && scene.sender.latest.frame > ended->frame;
    if (ended->contradiction_frame != 0 || went_on) found.at_most = Certainty::kPossible;
    if (own && !scene.answered.passive) found.at_most = Certainty::kProbable;
    return found;
}

/// Nothing of the connection but the RST and one segment, or its repetitions; or nothing of the
/// RST's sender, so that nobody can say whether it ever had that connection or closed it.
Finding stray(const Scene& scene, const Observation&) {
    const Endpoint& peer = scene.peer;
    const bool peer_said_one_thing = saidOneThing(peer);
    if (scene.sender.spoke() || peer.latest.has(kSyn)) return {};
    if (!peer_said_one_thing && scene.first_reset != nullptr) return {};
    return {.fit = Fit::kShown,
            .evidence = {peer_said_one_thing ? Evidence::kNothingElse : Evidence::kSenderUnseen},
            .at_most = Certainty::kPossible};
}

}  // namespace finrst::hypotheses
