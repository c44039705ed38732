// SPDX-License-Identifier: GPL-2.0-or-later
#include "explain.h"

#include "abort_rules.h"
#include "close_rules.h"
#include "facts.h"
#include "half_open_rules.h"
#include "handshake_rules.h"
#include "middlebox_rules.h"
#include "reset_rules.h"
#include "scene.h"
#include "shape.h"

#include <array>

namespace finrst {

namespace {

/// In the order in which they speak: the surest come first, and each may rely on the silence of
/// those before it.
constexpr std::array<Rule, 14> kRules = {
    // What the RST is, or says, whatever the connection did.
    rules::copyOfReset,
    rules::selfDescribed,
    // There is no connection, or not any more.
    rules::refused,
    rules::stray,
    rules::afterReset,
    // There is none yet.
    rules::staleSynAck,
    rules::inHandshake,
    // Somebody else answered: the ends' states prove nothing.
    rules::foreignIpHeader,
    // The stack answered, as the socket was missing or did not want the segment.
    rules::neverOpened,
    rules::afterOwnFin,
    rules::afterUnseenFin,
    rules::halfOpen,
    // The socket itself.
    rules::unacceptedChild,
    rules::abortedBySocket,
};

/// Frames of two capture queues may change places: only what comes later than that is proof.
Certainty certaintyOfContradiction(Duration after_reset) {
    constexpr Duration kReordering = std::chrono::milliseconds(10);
    return after_reset < kReordering ? Certainty::kProbable : Certainty::kCertain;
}

}  // namespace

Reset explain(const Segment& segment, Side sender, const Connection& connection, const Host& host,
              const Connection* previous, const Reset* first_reset) {
    const Endpoint& self = connection.end(sender);
    const Endpoint& peer = connection.end(opposite(sender));
    const Scene scene{.segment = segment,
                      .side = sender,
                      .connection = connection,
                      .sender = self,
                      .peer = peer,
                      .host = host,
                      .previous = previous,
                      .first_reset = first_reset,
                      .answered = findTrigger(segment, self, peer)};
    Reset reset;
    quoteFacts(scene, reset);
    readShape(scene, reset);
    askInOrder(kRules, scene, reset);
    return reset;
}

void reconsider(Reset& reset, const Segment& segment, Side from, const Connection& connection) {
    const bool contradicted = reset.contradiction_frame != 0;
    if (contradicted || !connection.goesOnAfterReset(segment, from)) return;
    if (reset.verdict == Verdict::kHandshakeReset) return;
    reset.contradiction_frame = segment.frame;
    reset.evidence.add(Evidence::kHostAnsweredToo);
    // A RST with other numbers than the sender's next is ignored anyway (RFC 5961, 3): it may be
    // meant for something else.
    if (reset.seq != connection.end(from).next_seq) {
        doubt(reset, Certainty::kPossible);
        return;
    }
    conclude(reset, Verdict::kMiddlebox, certaintyOfContradiction(segment.time - reset.time));
    reset.origin = Origin::kMiddlebox;
    reset.cause = Cause::kNone;
}

}  // namespace finrst
