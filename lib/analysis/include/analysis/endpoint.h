// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/ip_id_counter.h"
#include "analysis/segment.h"

#include <algorithm>
#include <cstdint>

namespace finrst {

/// A network card or switch repeats a frame at once; no stack retransmits as fast.
inline constexpr Duration kCopyDelay = std::chrono::milliseconds(1);

/// What is kept of a segment that a RST may answer later.
struct SentSegment {
    Time time{};
    std::uint32_t frame = 0;  ///< 0: no segment
    SequenceNumber seq;
    SequenceNumber ack;
    std::uint32_t length : 24 = 0;  ///< octets of data; larger ones are cut to the field
    std::uint32_t flags : 8 = 0;

    explicit operator bool() const { return frame != 0; }
    bool has(Flag flag) const { return (flags & flag) != 0; }
    std::uint32_t sequenceLength() const {
        return length + (has(kSyn) ? 1 : 0) + (has(kFin) ? 1 : 0);
    }
    SequenceNumber end() const { return seq + sequenceLength(); }

    /// Keeps `segment` in the place of the one before. In place: to copy an object that was just
    /// made, the processor waits until all of its pieces are stored.
    void keep(const Segment& segment) {
        constexpr std::uint32_t kMaxLength = (1u << 24) - 1;
        time = segment.time;
        frame = segment.frame;
        seq = segment.seq;
        ack = segment.ack;
        length = std::min(segment.length, kMaxLength) & kMaxLength;
        flags = segment.flags;
    }
};

/// The unit of `Endpoint::fastest_answer`, of which two octets hold a second.
using AnswerTime = std::chrono::duration<std::uint16_t, std::ratio<16, 1'000'000>>;
inline constexpr std::uint16_t kNoAnswer = 0xffff;

/// Tells the RSTs of one end apart: sequence number and IP ID, folded.
inline std::uint32_t resetMark(const Segment& reset) {
    return reset.seq.value() ^ (std::uint32_t{reset.ip.id} * 0x10001u);
}

/// One end of a connection: what it has sent so far, and what its peer acknowledged of it. Plain
/// data; `Connection` keeps it up to date. A copy of a segment (SPAN) changes nothing here.
struct Endpoint {
    SentSegment latest;   ///< the last segment, no RST
    SentSegment pending;  ///< the first segment that takes sequence numbers and that the peer has
                          ///< neither acknowledged nor reset; its last copy when retransmitted

    Time fin_time{};                  ///< the FIN's first copy
    Time fin_ack_time{};              ///< the first segment of the peer that acknowledges the FIN
    std::uint32_t fin_frame = 0;      ///< 0: no FIN seen
    std::uint32_t fin_ack_frame = 0;  ///< 0: not acknowledged

    SequenceNumber first_seq;  ///< of the first segment seen
    SequenceNumber next_seq;   ///< one past the highest sequence number sent (SND.NXT); behind the
                               ///< FIN nothing is counted
    SequenceNumber acked;      ///< the highest acknowledgement number sent (RCV.NXT)

    std::uint32_t last_reset = 0;              ///< see `resetMark`
    std::uint16_t fastest_answer = kNoAnswer;  ///< in `AnswerTime`, to a segment of the peer
    IpIdCounter ip_ids;
    std::uint8_t first_ttl = 0;
    std::uint8_t ttl = 0;         ///< of the last segment
    std::uint8_t tos = 0;         ///< of the last segment
    std::uint8_t probes = 0;      ///< keep-alive probes that the peer has not answered
    std::uint8_t fin_copies = 0;  ///< FINs sent, the first included; stays at 255
    std::uint8_t resets = 0;      ///< copies included; stays at 255

    std::uint32_t flow_label : 20 = 0;
    bool sent_syn : 1 = false;
    bool syn_acked : 1 = false;
    bool sent_ack : 1 = false;  ///< `acked` is known
    bool sent_data : 1 = false;
    bool ip_known : 1 = false;          ///< TTL and the rest are known
    bool fin_acked_by_fin : 1 = false;  ///< the peer's FIN was also the ACK of this end's FIN
    bool fin_repeated_after_ack : 1 = false;
    bool peer_fin_acked_first : 1 = false;  ///< it had ACKed the peer's FIN when it sent its own
    bool timestamps : 1 = false;            ///< every segment after the SYN carries options
    bool fin_implied : 1 = false;           ///< the peer ACKed one number that was not captured
    bool copied : 1 = false;                ///< at least one segment was captured twice

    /// The end has sent something that was captured, resets aside.
    bool spoke() const { return static_cast<bool>(latest); }
    bool sentFin() const { return fin_frame != 0; }
    /// The acknowledgement number that covers the FIN.
    SequenceNumber finEnd() const { return next_seq; }
    bool finAcked() const { return fin_ack_frame != 0; }
    /// The peer acknowledged the FIN in a segment of its own, before any FIN of the peer: the end
    /// was in FIN-WAIT-2.
    bool finAckedSeparately() const { return finAcked() && !fin_acked_by_fin; }
    bool hasAcknowledged(SequenceNumber end) const { return sent_ack && !acked.precedes(end); }
};

}  // namespace finrst
