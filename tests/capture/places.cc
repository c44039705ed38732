// SPDX-License-Identifier: GPL-2.0-or-later
#include "places.h"

#include "packet_builder.h"

namespace finrst::places {

namespace {

using packet::n16;
using packet::n32;
using packet::onesSum;

Bytes octet(std::size_t value) {
    return {static_cast<std::uint8_t>(value)};
}

void put16(Bytes& bytes, std::size_t at, unsigned value) {
    bytes[at] = static_cast<std::uint8_t>(value >> 8);
    bytes[at + 1] = static_cast<std::uint8_t>(value);
}

/// The octets with a checksum at `at` that is right.
Bytes summed(Bytes bytes, std::size_t at) {
    put16(bytes, at, 0xffff - onesSum(bytes));
    return bytes;
}

Bytes v4(const Contents& c, std::size_t protocol, const Bytes& rest, const Bytes& options = {},
         std::size_t fragment = 0) {
    const std::size_t size = 20 + options.size();
    return summed(octet(0x40 | size / 4) + octet(0) + n16(size + rest.size()) + n16(0x1234) +
                      n16(fragment) + octet(64) + octet(protocol) + n16(0) + c.v4_from + c.v4_to +
                      options,
                  10) +
           rest;
}

Bytes v6(const Contents& c, std::size_t next, const Bytes& rest) {
    return n32(0x60012345) + n16(rest.size()) + octet(next) + octet(64) + c.v6_from + c.v6_to +
           rest;
}

/// A transport header and its data with the checksum at `at`, between two addresses.
Bytes transport(Bytes bytes, std::size_t at, std::size_t protocol, const Bytes& addresses,
                Checksum checksum = Checksum::kRight) {
    const Bytes pseudo = addresses + n16(protocol) + n16(bytes.size());
    const unsigned right = 0xffff - onesSum(pseudo + bytes);
    switch (checksum) {
        case Checksum::kRight:
            put16(bytes, at, right);
            break;
        case Checksum::kZero:
            break;
        case Checksum::kPartial:
            put16(bytes, at, onesSum(pseudo));
            break;
        case Checksum::kPartialAlone:
            put16(bytes, at, onesSum(addresses + n16(protocol)));
            break;
        case Checksum::kWrong:
            put16(bytes, at, right ^ 1);
            break;
        case Checksum::kVeryWrong:
            put16(bytes, at, right ^ 0x5432);
            break;
    }
    return bytes;
}

Bytes tcp(const Contents& c, const Bytes& addresses, Bytes options = {},
          Checksum checksum = Checksum::kRight) {
    options.resize((options.size() + 3) / 4 * 4, 0);
    return transport(n16(40000) + n16(6379) + n32(1000) + n32(2000) +
                         octet((20 + options.size()) / 4 << 4) + octet(0x18) + n16(512) + n16(0) +
                         n16(0) + options + c.payload,
                     16, 6, addresses, checksum);
}

Bytes udp(const Bytes& addresses, std::size_t port, const Bytes& data,
          Checksum checksum = Checksum::kRight) {
    return transport(n16(50000) + n16(port) + n16(8 + data.size()) + n16(0) + data, 6, 17,
                     addresses, checksum);
}

Bytes ends4(const Contents& c) {
    return c.v4_from + c.v4_to;
}
Bytes ends6(const Contents& c) {
    return c.v6_from + c.v6_to;
}

Bytes withTcpOption(const Contents& c, const Bytes& option) {
    return v4(c, 6, tcp(c, ends4(c), option));
}

template <int kKind>
Bytes unknownTcpOption(const Contents& c) {
    return withTcpOption(c, octet(kKind) + octet(10) + c.opaque);
}

Bytes withIpOption(const Contents& c, Bytes option) {
    option.resize((option.size() + 3) / 4 * 4, 0);
    return v4(c, 6, tcp(c, ends4(c)), option);
}

template <int kKind>
Bytes unknownIpOption(const Contents& c) {
    return withIpOption(c, octet(kKind) + octet(10) + c.opaque);
}

Bytes withUdp(const Contents& c, std::size_t port, const Bytes& data) {
    return v4(c, 17, udp(ends4(c), port, data));
}

template <int kPort>
Bytes unknownTunnel(const Contents& c) {
    return withUdp(c, kPort, c.opaque + c.payload);
}

/// An extension header before TCP over IPv6, whose pseudo header ends at `to`.
Bytes extended(const Contents& c, std::size_t next, const Bytes& header, const Bytes& to) {
    return v6(c, next, header + tcp(c, c.v6_from + to));
}

template <int kNext>
Bytes unknownIpv6Option(const Contents& c) {
    return extended(c, kNext, Bytes{6, 1, 0x1e, 8} + c.opaque + Bytes{1, 2, 0, 0}, c.v6_to);
}

Bytes icmp(const Contents& c, const Bytes& message) {
    return v4(c, 1, summed(message, 2));
}

Bytes icmp6(const Contents& c, const Bytes& message) {
    return v6(c, 58, transport(message, 2, 58, ends6(c)));
}

template <Checksum kChecksum>
Bytes datagramWith(const Contents& c) {
    return v4(c, 17, udp(ends4(c), 53, c.payload, kChecksum));
}

template <Checksum kChecksum>
Bytes echo6With(const Contents& c) {
    const Bytes message = Bytes{128, 0, 0, 0} + n32(1) + c.payload;
    return v6(c, 58, transport(message, 2, 58, ends6(c), kChecksum));
}

/// Sums that are left to the network card, or wrong.
std::vector<Place> checksums() {
    return {
        {"HeaderSumZero",
         [](const Contents& c) {
             Bytes packet = v4(c, 6, tcp(c, ends4(c)));
             put16(packet, 10, 0);
             return packet;
         }},
        {"DatagramSumZero", datagramWith<Checksum::kZero>},
        {"DatagramSumPartial", datagramWith<Checksum::kPartial>},
        {"DatagramSumPartialAlone", datagramWith<Checksum::kPartialAlone>},
        {"DatagramSumWrong", datagramWith<Checksum::kWrong>},
        {"EchoSumZero", echo6With<Checksum::kZero>},
        {"EchoSumPartial", echo6With<Checksum::kPartial>},
        {"EchoSumWrong", echo6With<Checksum::kWrong>},
    };
}

std::vector<Place> placesInIpv4() {
    return {
        {"Payload", [](const Contents& c) { return v4(c, 6, tcp(c, ends4(c))); }},
        {"RecordRoute",
         [](const Contents& c) {
             return withIpOption(c, Bytes{7, 7, 8} + c.v4_other);
         }},
        {"SourceRoute",
         [](const Contents& c) {
             return v4(c, 6, tcp(c, c.v4_from + c.v4_other),
                       Bytes{131, 7, 4} + c.v4_other + Bytes{0});
         }},
        {"Timestamps",
         [](const Contents& c) {
             return withIpOption(c, Bytes{68, 12, 13, 1} + c.v4_other + n32(77));
         }},
        {"IpOption82", unknownIpOption<82>},
        {"IpOption147", unknownIpOption<147>},
        {"IpOption149", unknownIpOption<149>},
        {"BehindIpOptions", [](const Contents& c) { return withIpOption(c, Bytes{0} + c.opaque); }},
        {"IpOptionTooLong",
         [](const Contents& c) { return withIpOption(c, Bytes{82} + c.opaque); }},
        {"Fragment", [](const Contents& c) { return v4(c, 6, c.opaque + c.payload, {}, 5); },
         false},
        {"Trailer", [](const Contents& c) { return v4(c, 6, tcp(c, ends4(c))) + c.opaque; }, true,
         true},
        {"Authentication",
         [](const Contents& c) {
             return v4(c, 51, Bytes{6, 3} + n16(0) + n32(1) + n32(2) + c.opaque + tcp(c, ends4(c)));
         }},
        {"Esp", [](const Contents& c) { return v4(c, 50, n32(1) + n32(2) + c.payload); }, false},
        {"EspWithoutEncryption",
         [](const Contents& c) {
             return v4(c, 50, n32(1) + n32(2) + v4(c, 6, tcp(c, ends4(c))) + c.opaque);
         },
         false},
        {"UnknownProtocol", [](const Contents& c) { return v4(c, 89, c.opaque + c.payload); },
         false},
    };
}

std::vector<Place> placesInTransport() {
    return {
        {"TcpOption19", unknownTcpOption<19>},
        {"TcpOption28", unknownTcpOption<28>},
        {"TcpOption34", unknownTcpOption<34>},
        {"TcpOption76", unknownTcpOption<76>},
        {"TcpOption78", unknownTcpOption<78>},
        {"TcpOption254", unknownTcpOption<254>},
        {"BehindTcpOptions",
         [](const Contents& c) { return withTcpOption(c, Bytes{0} + c.opaque); }},
        {"TcpOptionTooLong",
         [](const Contents& c) { return withTcpOption(c, Bytes{254} + c.opaque); }},
        {"AddAddress",
         [](const Contents& c) {
             return withTcpOption(c, Bytes{30, 16, 0x30, 2} + c.v4_other + c.opaque);
         }},
        {"AddAddress6",
         [](const Contents& c) {
             return withTcpOption(c, Bytes{30, 30, 0x30, 2} + c.v6_other + n16(443) + c.opaque);
         }},
        {"DataSequence",
         [](const Contents& c) {
             return withTcpOption(c, Bytes{30, 20, 0x20, 5} + n32(1) + n32(2) + n32(3) + n16(9) +
                                         Bytes(c.opaque.begin(), c.opaque.begin() + 2));
         }},
        {"KeysAndSum",
         [](const Contents& c) {
             return withTcpOption(c, Bytes{30, 24, 0x01, 0} + Bytes(16, 0x77) + n16(9) +
                                         Bytes(c.opaque.begin(), c.opaque.begin() + 2));
         }},
        {"Datagram", [](const Contents& c) { return withUdp(c, 53, c.payload); }},
        {"UdpLite",
         [](const Contents& c) {
             return v4(c, 136,
                       n16(1) + n16(2) + n16(8) + Bytes(c.opaque.begin(), c.opaque.begin() + 2) +
                           c.payload);
         }},
        {"Dccp",
         [](const Contents& c) {
             return v4(c, 33, n16(1) + n16(2) + n32(0x04000000) + n32(1) + c.opaque + c.payload);
         },
         false},
        {"Sctp",
         [](const Contents& c) {
             return v4(c, 132, n16(1) + n16(2) + n32(3) + c.opaque + c.payload);
         },
         false},
        {"SctpInit",
         [](const Contents& c) {
             return v4(c, 132,
                       n16(1) + n16(2) + n32(0) + c.opaque + Bytes{1, 0} + n16(28) + n32(7) +
                           n32(9000) + n16(1) + n16(1) + n32(5) + Bytes{0, 5, 0, 8} + c.v4_other);
         },
         false},
        {"L2tp", unknownTunnel<1701>, false},
        {"Amt", unknownTunnel<2268>, false},
        {"Lisp", unknownTunnel<4341>, false},
        {"EspInUdp", unknownTunnel<4500>, false},
        {"CapwapControl", unknownTunnel<5246>, false},
        {"Capwap", unknownTunnel<5247>, false},
        {"SctpInUdp", unknownTunnel<9899>, false},
        {"VxlanOfUnknownKind", unknownTunnel<4789>, false},
        {"GeneveOfUnknownKind", unknownTunnel<6081>, false},
        {"GtpOfUnknownKind", unknownTunnel<2152>, false},
        {"TeredoOfUnknownKind", unknownTunnel<3544>, false},
        {"TeredoOrigin",
         [](const Contents& c) {
             return withUdp(c, 3544, n16(0) + n16(7) + c.v4_other + v6(c, 6, tcp(c, ends6(c))));
         },
         false},
    };
}

std::vector<Place> placesInIpv6() {
    return {
        {"Payload6", [](const Contents& c) { return v6(c, 6, tcp(c, ends6(c))); }},
        {"Datagram6", [](const Contents& c) { return v6(c, 17, udp(ends6(c), 53, c.payload)); }},
        {"HopByHop", unknownIpv6Option<0>},
        {"DestinationOptions", unknownIpv6Option<60>},
        {"Padding6",
         [](const Contents& c) {
             return extended(c, 0, Bytes{6, 1, 1, 8} + c.opaque + Bytes{1, 2, 0, 0}, c.v6_to);
         }},
        {"HomeAddress",
         [](const Contents& c) {
             return extended(c, 60, Bytes{6, 2, 1, 2, 0, 0, 0xc9, 16} + c.v6_other, c.v6_to);
         },
         false},
        {"Routing",
         [](const Contents& c) {
             return extended(c, 43, Bytes{6, 2, 0, 1, 0, 0, 0, 0} + c.v6_other, c.v6_other);
         }},
        {"SegmentRouting",
         [](const Contents& c) {
             return extended(c, 43, Bytes{6, 3, 4, 1, 0, 0, 0, 0} + c.v6_other + c.opaque,
                             c.v6_other);
         }},
        {"Fragment6",
         [](const Contents& c) {
             return v6(c, 44, Bytes{6, 0, 1, 0, 0, 0, 0, 1} + c.opaque + c.payload);
         },
         false},
    };
}

std::vector<Place> placesInIcmp() {
    return {
        {"Redirect",
         [](const Contents& c) {
             return icmp(c, Bytes{5, 1, 0, 0} + c.v4_other + v4(c, 6, tcp(c, ends4(c))));
         }},
        {"Quoted",
         [](const Contents& c) {
             return icmp(c, Bytes{3, 3, 0, 0} + n32(0) + v4(c, 6, tcp(c, ends4(c))));
         }},
        {"QuotedWithExtensions",
         [](const Contents& c) {
             Bytes quoted = v4(c, 6, tcp(c, ends4(c)));
             quoted.resize(128, 0);
             return icmp(c, Bytes{11, 0, 0, 0, 0, 32, 0, 0} + quoted + Bytes{0x20, 0, 0, 0} +
                                n16(12) + Bytes{2, 1} + c.opaque);
         },
         false},
        {"Echo",
         [](const Contents& c) {
             return icmp(c, Bytes{8, 0, 0, 0} + n32(1) + c.payload);
         }},
        {"UnknownIcmp",
         [](const Contents& c) {
             return icmp(c, Bytes{99, 0, 0, 0} + c.opaque + c.payload);
         },
         false},
        {"Quoted6",
         [](const Contents& c) {
             return icmp6(c, Bytes{1, 4, 0, 0} + n32(0) + v6(c, 6, tcp(c, ends6(c))));
         }},
        {"Solicitation",
         [](const Contents& c) {
             return icmp6(c, Bytes{135, 0, 0, 0} + n32(0) + c.v6_other + Bytes{1, 1} + c.mac_from);
         }},
        {"Redirect6",
         [](const Contents& c) {
             return icmp6(
                 c, Bytes{137, 0, 0, 0} + n32(0) + c.v6_other + c.v6_to + Bytes{2, 1} + c.mac_to);
         }},
        {"Advertisement",
         [](const Contents& c) {
             return icmp6(c, Bytes{134, 0, 0, 0, 64, 0, 7, 8} + n32(0) + n32(0) +
                                 Bytes{3, 4, 64, 0xc0} + n32(9) + n32(9) + n32(0) + c.v6_other);
         },
         false},
        {"Echo6",
         [](const Contents& c) {
             return icmp6(c, Bytes{128, 0, 0, 0} + n32(1) + c.payload);
         }},
        {"NeighbourOption",
         [](const Contents& c) {
             return icmp6(c, Bytes{135, 0, 0, 0} + n32(0) + c.v6_other + Bytes{14, 2} + c.opaque +
                                 Bytes(6, 0));
         },
         false},
        {"UnknownIcmp6",
         [](const Contents& c) {
             return icmp6(c, Bytes{200, 0, 0, 0} + c.opaque + c.payload);
         },
         false},
    };
}

/// Packets that are no IP packets: what they begin with tells them apart.
std::vector<Place> placesBesideIp() {
    return {
        {"Arp",
         [](const Contents& c) {
             return n16(1) + n16(0x0800) + Bytes{6, 4, 0, 2} + c.mac_from + c.v4_from + c.mac_to +
                    c.v4_to;
         }},
        {"PppoeDiscovery",
         [](const Contents& c) {
             return Bytes{0x11, 9, 0, 0} + n16(12) + n16(0x0103) + n16(8) + c.opaque;
         },
         false},
        {"UnknownEtherType",
         [](const Contents& c) { return Bytes{0xff} + c.opaque + c.mac_from + c.payload; }, false},
    };
}

int versionOf(const Bytes& packet) {
    return packet[0] >> 4;
}
bool isV6(const Bytes& packet) {
    return versionOf(packet) == 6;
}
Bytes typeOf(const Bytes& packet) {
    switch (versionOf(packet)) {
        case 0:
            return n16(0x0806);
        case 1:
            return n16(0x8863);
        case 4:
            return n16(0x0800);
        case 6:
            return n16(0x86dd);
        default:
            return n16(0x88b5);
    }
}
Bytes bridged(const Contents& c, const Bytes& packet) {
    return c.mac_to + c.mac_from + typeOf(packet) + packet;
}
Bytes ethernet(const Contents& c, std::size_t type, const Bytes& rest) {
    return c.mac_to + c.mac_from + n16(type) + rest;
}
Bytes overIp(const Contents& c, std::size_t protocol, const Bytes& rest) {
    return ethernet(c, 0x0800, v4(c, protocol, rest));
}
Bytes overUdp(const Contents& c, std::size_t port, const Bytes& rest) {
    return overIp(c, 17, udp(ends4(c), port, rest));
}
Bytes bare(const Contents&, const Bytes& packet) {
    return packet;
}
Bytes wlan(const Contents& c, const Bytes& ip) {
    return Bytes{8, 1, 0, 0} + c.mac_to + c.mac_from + c.mac_to + n16(0x10) +
           Bytes{0xaa, 0xaa, 3, 0, 0, 0} + typeOf(ip) + ip;
}

std::vector<Encapsulation> linkLayers() {
    return {
        {"Ethernet", 1, bridged},
        {"Vlan", 1,
         [](const Contents& c, const Bytes& ip) {
             return ethernet(c, 0x8100, n16(7) + typeOf(ip) + ip);
         }},
        {"Snap", 1,
         [](const Contents& c, const Bytes& ip) {
             return ethernet(c, 8 + ip.size(), Bytes{0xaa, 0xaa, 3, 0, 0, 0} + typeOf(ip) + ip);
         }},
        {"ProviderVlan", 1,
         [](const Contents& c, const Bytes& ip) {
             return ethernet(c, 0x88a8, n16(7) + n16(0x8100) + n16(8) + typeOf(ip) + ip);
         }},
        {"Mpls", 1,
         [](const Contents& c, const Bytes& ip) {
             return ethernet(c, 0x8847, Bytes{0, 2, 1, 64} + ip);
         },
         Carries::kIp},
        {"Pseudowire", 1,
         [](const Contents& c, const Bytes& ip) {
             return ethernet(c, 0x8847, Bytes{0, 2, 1, 64} + n32(0) + bridged(c, ip));
         }},
        {"Pppoe", 1,
         [](const Contents& c, const Bytes& ip) {
             return ethernet(
                 c, 0x8864,
                 Bytes{0x11, 0, 0, 1} + n16(2 + ip.size()) + n16(isV6(ip) ? 0x57 : 0x21) + ip);
         },
         Carries::kIp},
        {"PppoeAlone", 51,
         [](const Contents&, const Bytes& ip) {
             return Bytes{0x11, 0, 0, 1} + n16(1 + ip.size()) + octet(isV6(ip) ? 0x57 : 0x21) + ip;
         },
         Carries::kIp},
        {"Ppp", 9,
         [](const Contents&, const Bytes& ip) {
             return Bytes{0xff, 3, 0} + octet(isV6(ip) ? 0x57 : 0x21) + ip;
         },
         Carries::kIp},
        {"PppHdlc", 50,
         [](const Contents&, const Bytes& ip) { return octet(isV6(ip) ? 0x57 : 0x21) + ip; },
         Carries::kIp},
        {"CiscoHdlc", 104,
         [](const Contents&, const Bytes& ip) {
             return Bytes{0x0f, 0} + typeOf(ip) + ip;
         }},
        {"Raw", 101, bare, Carries::kIp},
        {"RawBsd", 12, bare, Carries::kIp},
        {"Ipv4", 228, bare, Carries::kIpv4},
        {"Ipv6", 229, bare, Carries::kIpv6},
        {"Null", 0,
         [](const Contents&, const Bytes& ip) {
             return octet(isV6(ip) ? 30 : 2) + Bytes(3, 0) + ip;
         },
         Carries::kIp},
        {"Loop", 108, [](const Contents&, const Bytes& ip) { return n32(isV6(ip) ? 24 : 2) + ip; },
         Carries::kIp},
        {"Enc", 109,
         [](const Contents&, const Bytes& ip) {
             return n32(isV6(ip) ? 24 : 2) + n32(0x1000) + n32(0) + ip;
         },
         Carries::kIp},
        {"Cooked", 113,
         [](const Contents& c, const Bytes& ip) {
             return n16(0) + n16(1) + n16(6) + c.mac_from + n16(0) + typeOf(ip) + ip;
         }},
        {"CookedTunnel", 113,
         [](const Contents& c, const Bytes& ip) {
             return n16(0) + n16(768) + n16(4) + c.v4_from + n32(0) + typeOf(ip) + ip;
         }},
        {"Cooked2", 276,
         [](const Contents& c, const Bytes& ip) {
             return typeOf(ip) + n16(0) + n32(2) + n16(1) + Bytes{0, 6} + c.mac_from + n16(0) + ip;
         }},
        {"Wlan", 105, wlan},
        {"WlanBetweenAccessPoints", 105,
         [](const Contents& c, const Bytes& ip) {
             return Bytes{0x88, 3, 0, 0} + c.mac_to + c.mac_from + c.mac_to + n16(0x10) +
                    c.mac_from + n16(0) + Bytes{0xaa, 0xaa, 3, 0, 0, 0} + typeOf(ip) + ip;
         }},
        {"Radiotap", 127,
         [](const Contents& c, const Bytes& ip) {
             return Bytes{0, 0, 16, 0, 0, 0, 0, 0x40} + c.opaque + wlan(c, ip);
         }},
    };
}

std::vector<Encapsulation> tunnels() {
    return {
        {"IpInIp", 1,
         [](const Contents& c, const Bytes& ip) { return overIp(c, isV6(ip) ? 41 : 4, ip); },
         Carries::kIp},
        {"IpInIpv6", 1,
         [](const Contents& c, const Bytes& ip) {
             return ethernet(c, 0x86dd, v6(c, isV6(ip) ? 41 : 4, ip));
         },
         Carries::kIp},
        {"MplsInIp", 1,
         [](const Contents& c, const Bytes& ip) {
             return overIp(c, 137, Bytes{0, 2, 1, 64} + ip);
         },
         Carries::kIp},
        {"GreWithKey", 1,
         [](const Contents& c, const Bytes& ip) {
             return overIp(c, 47, n16(0x3000) + typeOf(ip) + n32(1) + n32(2) + ip);
         }},
        {"Pptp", 1,
         [](const Contents& c, const Bytes& ip) {
             return overIp(c, 47,
                           n16(0x3081) + n16(0x880b) + n16(ip.size() + 4) + n16(1) + n32(1) +
                               n32(2) + Bytes{0xff, 3, 0} + octet(isV6(ip) ? 0x57 : 0x21) + ip);
         },
         Carries::kIp},
        {"Gre", 1,
         [](const Contents& c, const Bytes& ip) {
             return overIp(c, 47, summed(n16(0x8000) + typeOf(ip) + n32(0) + ip, 4));
         }},
        {"Erspan", 1,
         [](const Contents& c, const Bytes& ip) {
             return overIp(c, 47,
                           n16(0x1000) + n16(0x88be) + n32(5) + Bytes(8, 0x11) + bridged(c, ip));
         }},
        {"ErspanWithoutHeader", 1,
         [](const Contents& c, const Bytes& ip) {
             return overIp(c, 47, n16(0) + n16(0x88be) + bridged(c, ip));
         }},
        {"ErspanWithSubheader", 1,
         [](const Contents& c, const Bytes& ip) {
             return overIp(c, 47,
                           n16(0x1000) + n16(0x22eb) + n32(5) + Bytes(11, 0x21) + octet(1) +
                               c.opaque + bridged(c, ip));
         }},
        {"EtherIp", 1,
         [](const Contents& c, const Bytes& ip) {
             return overIp(c, 97, n16(0x3000) + bridged(c, ip));
         }},
        {"Vxlan", 1,
         [](const Contents& c, const Bytes& ip) {
             return overUdp(c, 4789, n32(0x08000000) + n32(0x500) + bridged(c, ip));
         }},
        {"VxlanWithPolicy", 1,
         [](const Contents& c, const Bytes& ip) {
             return overUdp(c, 4789, n32(0x88000007) + n32(0x500) + bridged(c, ip));
         }},
        {"VxlanGpe", 1,
         [](const Contents& c, const Bytes& ip) {
             return overUdp(c, 4790, Bytes{0x0c, 0, 0, 3} + n32(0x500) + bridged(c, ip));
         }},
        {"Geneve", 1,
         [](const Contents& c, const Bytes& ip) {
             return overUdp(c, 6081,
                            n16(0x0200) + n16(0x6558) + n32(0x500) + c.opaque + bridged(c, ip));
         }},
        {"Gtp", 1,
         [](const Contents& c, const Bytes& ip) {
             const Bytes extension =
                 octet(2) + Bytes(c.opaque.begin(), c.opaque.begin() + 6) + octet(0);
             return overUdp(c, 2152,
                            Bytes{0x34, 0xff} + n16(12 + ip.size()) + n32(1) + n16(0) +
                                Bytes{0, 0x85} + extension + ip);
         },
         Carries::kIp},
        {"Teredo", 1, [](const Contents& c, const Bytes& ip) { return overUdp(c, 3544, ip); },
         Carries::kIpv6},
    };
}

template <typename Item>
std::vector<Item> joined(std::initializer_list<std::vector<Item>> lists) {
    std::vector<Item> all;
    for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
    return all;
}

}  // namespace

bool fit(const Encapsulation& encapsulation, const Bytes& packet) {
    const int version = versionOf(packet);
    switch (encapsulation.carries) {
        case Carries::kAnything:
            return true;
        case Carries::kIp:
            return version == 4 || version == 6;
        case Carries::kIpv4:
            return version == 4;
        case Carries::kIpv6:
            return version == 6;
    }
    return false;
}

Bytes tcpPacket(const Contents& contents, bool is_v6, Checksum checksum) {
    if (is_v6) return v6(contents, 6, tcp(contents, ends6(contents), {}, checksum));
    return v4(contents, 6, tcp(contents, ends4(contents), {}, checksum));
}

const std::vector<Place>& allPlaces() {
    static const auto kAll = joined({checksums(), placesInIpv4(), placesInTransport(),
                                     placesInIpv6(), placesInIcmp(), placesBesideIp()});
    return kAll;
}

const std::vector<Encapsulation>& allEncapsulations() {
    static const auto kAll = joined({linkLayers(), tunnels()});
    return kAll;
}

}  // namespace finrst::places
