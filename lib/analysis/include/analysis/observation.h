// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/connection.h"
#include "analysis/evidence.h"
#include "analysis/stack.h"
#include "analysis/verdict.h"

#include <cstdint>
#include <optional>

namespace finrst {

/// `tcp.stream` of a reset whose stream was not told.
inline constexpr std::uint32_t kNoStream = 0xffffffff;

/// What the capture shows about one RST, and nothing that needs a judgement. Made once, from what
/// was captured up to the RST; constant from then on. A frame number of 0 and a negative duration
/// mean: there is none, or it is not known. Sender: the end that the RST claims to come from.
struct Observation {
    // Where it is.
    std::uint32_t frame = 0;
    std::uint32_t connection = kNoIndex;  ///< index among the capture's connections
    std::uint32_t previous = kNoIndex;    ///< index of the connection's RST before this one
    std::uint32_t ended_by = kNoIndex;    ///< index of the one that had ended the connection before
    std::uint32_t related = kNoIndex;     ///< index of the same connection under another address
    std::uint32_t stream = kNoStream;
    Time time{};
    Side sender = Side::kA;

    // What its headers show: who made it, and how that is known.
    Origin shape = Origin::kUnknown;  ///< kPassive or kActive, where its numbers say so
    Stack stack = Stack::kUnknown;    ///< of the sender's host, by all that came before, too
    StackSigns stack_signs;  ///< what the RST and the connection show of the sender's stack
    EvidenceSet header;      ///< of the RST itself and of the sender's other segments

    // What it answers, and the frames and times around it.
    Trigger trigger = Trigger::kNone;
    bool is_copy = false;          ///< the same packet, captured once more
    bool sender_accepted = false;  ///< the sender is the server: it may still listen
    std::uint32_t trigger_frame = 0;
    std::uint32_t own_fin_frame = 0;
    std::uint32_t own_fin_ack_frame = 0;
    std::uint32_t peer_fin_frame = 0;
    std::uint32_t peer_fin_ack_frame = 0;
    std::uint32_t first_reset_frame = 0;  ///< that had ended the connection before, or its first
    std::uint32_t own_reset_frame = 0;    ///< of the same sender, before this one
    std::uint32_t related_frame = 0;      ///< of the same connection under another address
    std::uint32_t sender_frame = 0;       ///< the sender's last segment before
    Duration response_time{-1};
    Duration own_fin_ack_delay{-1};  ///< from the own FIN to its ACK in a segment of its own
    Duration fin_wait_2_time{-1};    ///< from the ACK of the own FIN to what the RST answers; -1,
                                     ///< too, where that came before
    Duration time_wait_time{-1};     ///< from the ACK of the peer's FIN to the RST
    Duration own_fin_age{-1};        ///< from the own FIN to the RST
    Duration round_trip{-1};         ///< the least of the connection so far, its handshake included
    Duration idle_time{-1};  ///< nothing of the connection came, before the RST or what it answers
    Duration host_response{-1};  ///< the least that the sender's host took for a SYN-ACK
    Duration connection_age{};
    std::uint32_t requests = 0;
    std::uint32_t tw_buckets = 0;

    // Figures that the evidence quotes.
    SequenceNumber seq;
    SequenceNumber ack;
    SequenceNumber expected_seq;  ///< what the sender had acknowledged last
    SequenceNumber sender_next;   ///< one past what the sender had sent
    SequenceNumber trigger_seq;
    /// What the receiver of the RST had sent by then (SND.NXT); empty: nothing that was captured.
    std::optional<SequenceNumber> receiver_next;
    std::uint32_t beyond_window = 0;  ///< octets of what it answers that the sender had no room for
    std::uint32_t flow_label = 0;
    std::uint32_t sender_flow_label = 0;
    std::uint16_t window = 0;
    std::uint16_t latest_window = 0;  ///< in its latest segment before the RST
    std::uint16_t ip_id = 0;
    std::uint16_t sender_ip_id = 0;
    std::uint8_t flags = 0;
    std::uint8_t ttl = 0;
    std::uint8_t sender_ttl = 0;
    std::uint8_t host_ttl = 0;  ///< of the host's handshakes, the nearest to the RST's
    std::uint8_t tos = 0;
    std::uint8_t sender_tos = 0;
    std::uint8_t fin_copies = 0;
    std::uint8_t probes = 0;
    bool v6 = false;
};

}  // namespace finrst
