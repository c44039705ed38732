// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/ip_id_counter.h"
#include "analysis/sent_segments.h"

#include <cstdint>

namespace finrst {

/// A network card or switch repeats a frame at once; no stack retransmits as fast.
inline constexpr Duration kCopyDelay = std::chrono::milliseconds(1);

/// The unit of `Endpoint::fastest_answer`, of which two octets hold a second.
using AnswerTime = std::chrono::duration<std::uint16_t, std::ratio<16, 1'000'000>>;
inline constexpr std::uint16_t kNoAnswer = 0xffff;

/// One end of a connection: what it has sent so far, and what its peer acknowledged of it.
/// `Connection` keeps it up to date. A copy of a segment (SPAN) changes nothing here but what is
/// told of copies.
struct Endpoint : SentSegments {
    Time fin_time{};                ///< the FIN's first copy
    Time acked_time{};              ///< of `acked_frame`
    std::uint32_t fin_frame = 0;    ///< 0: no FIN seen
    std::uint32_t acked_frame = 0;  ///< the first that brought `acked`, at most the peer's FIN:
                                    ///< what ACKed that is `Connection::finAckFrame` of the peer

    SequenceNumber first_seq;  ///< of the first segment seen
    SequenceNumber next_seq;   ///< one past the highest sequence number sent (SND.NXT); behind the
                               ///< FIN nothing is counted
    SequenceNumber acked;      ///< the highest acknowledgement number sent (RCV.NXT)

    std::uint32_t unseen = 0;                  ///< octets before `next_seq` that were not captured
    std::uint32_t reset_frame = 0;             ///< its first RST; 0: none
    std::uint16_t open_window = 0;             ///< the largest window behind the SYN
    std::uint16_t fastest_answer = kNoAnswer;  ///< in `AnswerTime`, to a segment of the peer
    IpIdCounter ip_ids;
    std::uint8_t first_ttl = 0;
    std::uint8_t probes = 0;       ///< keep-alive probes that the peer has not answered
    std::uint8_t fin_copies = 0;   ///< FINs sent, the first included; stays at 255
    std::uint8_t resets = 0;       ///< copies included; stays at 255
    std::uint8_t most_copies = 0;  ///< of one of its segments: how often the capture shows a packet
    std::uint32_t flow_label : 20 = 0;
    std::uint32_t window_shift : 4 = kNoWindowShift;  ///< that its SYN offered
    std::uint8_t copy_ttl = 0;  ///< of a copy that has another than the first; 0: none
    bool sent_syn : 1 = false;
    bool syn_acked : 1 = false;
    bool sent_ack : 1 = false;  ///< `acked` is known
    bool sent_data : 1 = false;
    bool ip_known : 1 = false;          ///< TTL and the rest are known
    bool fin_acked : 1 = false;         ///< by the peer
    bool fin_acked_by_fin : 1 = false;  ///< the peer's FIN was also the ACK of this end's FIN
    bool fin_repeated_after_ack : 1 = false;
    bool syn_repeated_after_ack : 1 = false;
    bool peer_fin_acked_first : 1 = false;  ///< it had ACKed the peer's FIN when it sent its own
    bool timestamps : 1 = false;            ///< every segment after the SYN carries options
    bool fin_implied : 1 = false;           ///< the peer ACKed one number that was not captured
    bool began_with_fin : 1 = false;        ///< nothing it sent before its FIN was captured
    bool past_syn : 1 = false;              ///< it sent a segment without SYN: past the handshake
    bool sent_plain : 1 = false;            ///< one without SYN, FIN and RST was captured
    bool missed : 1 = false;                ///< numbers show segments that the capture lacks
    bool repeated : 1 = false;              ///< it sent something again, or in another order
    bool acked_unseen : 1 = false;          ///< the peer ACKed ever more, and nothing was captured
    bool answered_early : 1 = false;        ///< an ACK was captured before what it acknowledges
    bool mirrored : 1 = false;              ///< there are copies with the TTL of the first
    bool routed : 1 = false;                ///< there are copies with another TTL

    /// The end has sent something that was captured, resets aside.
    bool spoke() const { return static_cast<bool>(latest); }
    bool sentFin() const { return fin_frame != 0; }
    /// The acknowledgement number that covers the FIN.
    SequenceNumber finEnd() const { return next_seq; }
    bool finAcked() const { return fin_acked; }
    /// The peer acknowledged the FIN in a segment of its own, before any FIN of the peer: the end
    /// was in FIN-WAIT-2.
    bool finAckedSeparately() const { return finAcked() && !fin_acked_by_fin; }
    bool hasAcknowledged(SequenceNumber end) const { return sent_ack && !acked.precedes(end); }
};

/// RFC 1122, 4.2.3.6: no data, or one octet, just below what the peer expects next. Of a Segment or
/// a SentSegment.
template <typename Sent>
bool isKeepaliveProbe(const Sent& segment, const Endpoint& peer) {
    return segment.length <= 1 && !segment.has(kSyn) && !segment.has(kFin) && peer.sent_ack &&
           segment.seq + 1 == peer.acked;
}

}  // namespace finrst
