// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture_builder.h"

#include <cstdint>
#include <string>
#include <vector>

namespace finrst::places {

/// All that a packet is made of and that a copy may have to hide.
struct Contents {
    Bytes mac_from, mac_to;
    Bytes v4_from, v4_to, v4_other;
    Bytes v6_from, v6_to, v6_other;
    Bytes opaque;   ///< 8 octets where nobody knows what they mean
    Bytes payload;  ///< of an application
};

enum class Checksum : std::uint8_t {
    kRight,
    kZero,
    kPartial,       ///< the sum of the pseudo header: left to the card
    kPartialAlone,  ///< the same without the length, as for several segments at once
    kWrong,         ///< by the last bit
    kVeryWrong,
};

/// A place where an address or data can stand: makes the packet that has it there, as it is behind
/// a link layer.
struct Place {
    std::string name;
    Bytes (*make)(const Contents&);
    /// Kept payload stays behind it. Else the rest is not understood, and goes in each copy.
    bool keeps_payload = true;
    bool has_trailer = false;  ///< `opaque` is behind the packet
};

/// The packets that have a place in an encapsulation.
enum class Carries : std::uint8_t { kAnything, kIp, kIpv4, kIpv6 };

/// What is around a packet.
struct Encapsulation {
    std::string name;
    std::uint32_t link_type;
    Bytes (*around)(const Contents&, const Bytes& packet);
    Carries carries = Carries::kAnything;
};

bool fit(const Encapsulation& encapsulation, const Bytes& packet);

/// TCP over IPv4 or IPv6, with a checksum of that kind.
Bytes tcpPacket(const Contents& contents, bool v6, Checksum checksum);

const std::vector<Place>& allPlaces();
const std::vector<Encapsulation>& allEncapsulations();

}  // namespace finrst::places
