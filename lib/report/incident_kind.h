// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "report/incident.h"

#include <optional>

namespace finrst {

/// What the resets of one incident have in common, beside their kind.
enum class Anchor : std::uint8_t {
    kService,  ///< the server's address and port, and which end sent them
    kSender,   ///< the host in whose name they came
};

/// Whose host has to act.
enum class Actor : std::uint8_t { kSender, kReceiver, kServer, kClient };

/// How resets of a kind are put together.
struct KindRule {
    IncidentKind kind;
    Anchor anchor = Anchor::kService;
    Actor actor = Actor::kSender;
    bool may_burst = false;    ///< many within a second are another incident
    bool may_be_scan = false;  ///< one client that meets it at many ports is a scanner
    /// Of `Anchor::kSender`: it lies with the peer, or between, where many hosts do it to one.
    bool may_be_of_peer = false;
    /// The time that it is about; negative: not known.
    Duration (*measure)(const Reset& reset) = nullptr;
};
const KindRule& rule(IncidentKind kind);

/// Who has to act, where resets of that kind have that verdict.
Actor actorOf(IncidentKind kind, Verdict verdict);

/// The one service, or client (then with port 0), that all RSTs of the incident were sent to; none
/// where there are several.
std::optional<SocketAddress> onlyPeer(const Incident& incident);

/// The reset that explains this one, too: what was captured twice, and what came behind a reset, is
/// of the same incident as that.
const Reset& decisiveReset(const CaptureAnalysis& analysis, const Reset& reset);

/// The kind of a decisive reset, when nothing is known of others like it.
IncidentKind kindOf(const CaptureAnalysis& analysis, const Reset& reset);

Harm harmOf(const CaptureAnalysis& analysis, const Reset& reset, IncidentKind kind);

}  // namespace finrst
