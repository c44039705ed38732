// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/connection.h"
#include "analysis/host.h"
#include "analysis/reset.h"
#include "analysis/segment.h"
#include "trigger.h"

namespace finrst {

/// Everything that there is to look at: a RST, and what the capture held before it.
struct Scene {
    const Segment& segment;  ///< the RST
    Side side;               ///< of the sender
    const Connection& connection;
    const Endpoint& sender;  ///< the end that the RST claims to come from
    const Endpoint& peer;
    const Host& host;            ///< the sender's
    const Connection* previous;  ///< the four-tuple's earlier incarnation, or null
    const Reset* first_reset;    ///< the connection's first reset that was not ignored, or null
    Answered answered;

    /// Segments without SYN, FIN and RST are in the capture: it was not filtered by flags. Where
    /// they are not, what was acknowledged when is known by numbers alone.
    bool showsPlainSegments() const {
        return peer.spoke() && (sender.sent_plain || peer.sent_plain);
    }
    bool answersSyn() const { return answered.kind == Trigger::kSyn; }
};

}  // namespace finrst
