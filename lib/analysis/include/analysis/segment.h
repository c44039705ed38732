// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/address.h"
#include "analysis/option_order.h"
#include "analysis/sequence_number.h"
#include "analysis/time.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace finrst {

/// TCP control bits (RFC 9293, 3.1).
enum Flag : std::uint8_t {
    kFin = 0x01,
    kSyn = 0x02,
    kRst = 0x04,
    kPsh = 0x08,
    kAck = 0x10,
    kUrg = 0x20,
};

/// What the IP header around a segment tells.
struct IpHeader {
    bool known = false;  ///< false where no IP header is at hand (under AH): the rest is not used
    bool dont_fragment = false;
    std::uint8_t ttl = 0;          ///< IPv4 TTL or IPv6 hop limit
    std::uint8_t tos = 0;          ///< IPv4 TOS or IPv6 traffic class, ECN bits included
    std::uint16_t id = 0;          ///< IPv4 identification
    std::uint32_t flow_label = 0;  ///< IPv6 flow label
};

/// No window scale option (RFC 7323, 2.2): a shift has four bits, and is 14 at most.
inline constexpr std::uint8_t kNoWindowShift = 15;

/// One TCP segment as the capture shows it: the only input of the analysis.
struct Segment {
    Address source;
    Address destination;
    Time time{};
    std::uint32_t frame = 0;  ///< frame number, from 1, never falling
    std::uint16_t source_port = 0;
    std::uint16_t destination_port = 0;
    std::uint16_t place = 0;  ///< of capture: what passes several is analysed at each by itself
    SequenceNumber seq;
    SequenceNumber ack;                     ///< the field's value, with or without the ACK bit
    std::uint32_t length = 0;               ///< octets of data, from the IP header, captured or not
    std::optional<std::uint16_t> window{};  ///< the field's value, not scaled; may be cut off
    std::uint8_t flags = 0;
    std::uint8_t window_shift = kNoWindowShift;  ///< of a SYN that has the option
    std::uint16_t mss = 0;                       ///< the same
    bool has_options = false;                    ///< the header is longer than 20 octets
    bool has_mptcp_reset = false;                ///< MP_TCPRST (RFC 8684, 3.6)
    IpHeader ip;
    OptionOrder syn_options{};    ///< of a SYN whose options were captured whole
    std::string_view reset_text;  ///< data of a RST as far as it was captured

    bool has(Flag flag) const { return (flags & flag) != 0; }

    /// Sequence numbers that the segment takes: data, SYN and FIN (RFC 9293, 3.4).
    std::uint32_t sequenceLength() const {
        return length + (has(kSyn) ? 1 : 0) + (has(kFin) ? 1 : 0);
    }
    SequenceNumber end() const { return seq + sequenceLength(); }
};

}  // namespace finrst
