// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/connection.h"
#include "analysis/host.h"
#include "analysis/reset.h"
#include "analysis/segment.h"
#include "trigger.h"

namespace finrst {

/// After so long a SYN-ACK is repeated whose ACK has not come (RFC 6298, 2; `TCP_TIMEOUT_INIT`).
inline constexpr Duration kSynAckTimeout = std::chrono::seconds(1);

/// Everything that there is to look at: a RST, and what the capture held before it.
struct Scene {
    const Segment& segment;  ///< the RST
    Side side;               ///< of the sender
    const Connection& connection;
    const Endpoint& sender;  ///< the end that the RST claims to come from
    const Endpoint& peer;
    const Host& host;  ///< the sender's
    const Host& peer_host;
    const Connection* previous;  ///< the four-tuple's earlier incarnation, or null
    const Reset* first_reset;    ///< the connection's first reset that was not ignored, or null
    const Reset* ended_by;       ///< the connection's first reset that may have been taken, or null
    const Reset* own_latest;     ///< the sender's latest RST, or null
    Answered answered;

    bool answersSyn() const { return answered.kind == Trigger::kSyn; }

    /// Of the sender's FIN; 0: there is none.
    std::uint32_t finAckFrame() const { return connection.finAckFrame(side); }

    /// Segments without SYN, FIN and RST are in the capture: it was not filtered by flags. Where
    /// they are not, what was acknowledged when is known by numbers alone.
    bool showsPlainSegments() const;

    /// What the sender sent to this peer just before was captured on both sides of a router. Of a
    /// sender that said nothing in this connection, its latest handshake with that peer tells.
    bool showsBothSides() const;

    /// Both SYNs with a window scale are in the capture: a scale counts where both ends offer one
    /// (RFC 7323, 2.2).
    bool scalesAreKnown() const;

    /// No host restarts within a second: a sender that spoke just before what it answers was there,
    /// unless all it said was a SYN-ACK, which needs no socket yet.
    bool wasJustAlive() const;

    /// The sender's last word was a SYN-ACK, and is not due to be repeated yet.
    bool isJustOpening() const;

    /// All that the sender was heard to say is one SYN-ACK, and that so long ago that Linux takes
    /// it no more if it was a SYN cookie (`__cookie_v4_check`).
    bool mayBeOldCookie() const;

    /// All that the sender was heard to say is one SYN-ACK, again and again, though the peer had
    /// acknowledged it; and the peer's data came again, too.
    bool ignoredHandshake() const;

    /// The connection was first reset at this very moment, by its other end.
    bool wasOtherEndJustReset() const;

    /// The sender's own first reset, which is known not to have been taken, or null.
    const Reset* unheardReset() const;
    /// The same where it had the number that the peer waited for: it got lost on its way.
    const Reset* lostReset() const;

    /// The RST's number is beyond all that the sender had sent as far as it was captured: it sent
    /// more, and the peer acknowledged that. The 0 of an answer to a segment without ACK (RFC 9293,
    /// 3.10.7.1) tells nothing of what the sender had sent.
    bool isBeyondSender() const {
        const bool has_number = !segment.has(kAck) || segment.seq.value() != 0;
        return !sender.spoke() || (has_number && sender.next_seq.precedes(segment.seq));
    }

    /// The RST acknowledges more than the peer had sent as far as it was captured: it may answer
    /// that.
    bool isBeyondPeer() const {
        return !peer.spoke() || (segment.has(kAck) && peer.next_seq.precedes(segment.ack));
    }

    /// The sender's FIN is not in the capture, but the peer acknowledged one number beyond the
    /// sender's last data, in a segment before its own FIN.
    bool closedUnseen() const;

    /// A RST+ACK of number 0 without window and options, which is not the sender's number: so
    /// answers CLOSED a segment without ACK (RFC 9293, 3.10.7.1), and that is a SYN.
    bool answersUnseenSyn() const;

    /// A RST+ACK that is the first to acknowledge data after the sender's FIN, behind which it had
    /// acknowledged none.
    bool acksLateData() const;

    /// A RST+ACK without options that is the first to acknowledge what it answers, with the number
    /// which that acknowledged: so a socket resets, and so a small stack answers without one (lwIP,
    /// `tcp_input`).
    bool isAnswerWithAck() const {
        return answered.segment && !answered.passive && segment.has(kAck) && !segment.has_options &&
               !sender.timestamps && answered.segment.has(kAck) &&
               segment.seq == answered.segment.ack && segment.ack == answered.segment.end();
    }
};

}  // namespace finrst
