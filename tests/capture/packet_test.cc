// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet/packet_editor.h"
#include "packet_builder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <random>
#include <string>

namespace finrst {
namespace {

using namespace packet;

constexpr std::uint32_t kWireLength = 1500;
const Bytes kSecret = bytesOf("GET /secret HTTP/1.1 and so on");
const Bytes kOptions = {1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2};

/// A packet whose headers are to stay and whose rest is to go.
struct Case {
    const char* name;
    std::uint32_t link_type;
    Bytes headers;
    Bytes rest = kSecret;

    friend std::ostream& operator<<(std::ostream& to, const Case& c) { return to << c.name; }
};

Bytes tcpOverIpv4() {
    const Bytes segment = tcp(kOptions);
    return ipv4(6, segment.size() + kSecret.size()) + segment;
}

Bytes tcpOverIpv6() {
    const Bytes segment = tcp(kOptions);
    return ipv6(6, segment.size() + kSecret.size()) + segment;
}

/// Ethernet, IPv4 and UDP around something that ends in TCP over Ethernet.
Bytes udpTunnel(std::size_t port, const Bytes& header) {
    const Bytes inner = header + ethernet(0x0800) + tcpOverIpv4();
    const std::size_t size = inner.size() + kSecret.size();
    return ethernet(0x0800) + ipv4(17, 8 + size) + udp(port, size) + inner;
}

Bytes greTunnel(const Bytes& header, const Bytes& inner) {
    return ethernet(0x0800) + ipv4(47, header.size() + inner.size() + kSecret.size()) + header +
           inner;
}

Bytes extended(std::uint8_t first, const Bytes& headers) {
    const Bytes segment = tcp();
    return ethernet(0x86dd) + ipv6(first, headers.size() + segment.size() + kSecret.size()) +
           headers + segment;
}

Bytes quoting(const Bytes& quoted) {
    return ethernet(0x0800) + ipv4(1, 8 + quoted.size() + kSecret.size()) +
           Bytes{3, 3, 0, 0, 0, 0, 0, 0} + quoted;
}

Bytes wlan(std::uint8_t control, std::uint8_t flags) {
    return Bytes{control, flags, 0, 0} + kMacs + Bytes{2, 1, 2, 3, 4, 5, 0x10, 0};
}

const Bytes kSnapIpv4 = {0xaa, 0xaa, 3, 0, 0, 0, 8, 0};

std::vector<Case> linkCases() {
    return {
        {"Ethernet", 1, ethernet(0x0800) + tcpOverIpv4()},
        {"Ethernet6", 1, ethernet(0x86dd) + tcpOverIpv6()},
        {"Vlan", 1, ethernet(0x8100) + n16(7) + n16(0x0800) + tcpOverIpv4()},
        {"QinQ", 1, ethernet(0x88a8) + n16(7) + n16(0x8100) + n16(8) + n16(0x86dd) + tcpOverIpv6()},
        {"Snap", 1,
         kMacs + n16(8 + tcpOverIpv4().size() + kSecret.size()) + kSnapIpv4 + tcpOverIpv4()},
        {"Llc", 1, kMacs + n16(kSecret.size())},
        {"UnknownEtherType", 1, ethernet(0x88cc)},
        {"Null", 0, Bytes{2, 0, 0, 0} + tcpOverIpv4()},
        {"NullBigEndian6", 0, Bytes{0, 0, 0, 30} + tcpOverIpv6()},
        {"NullOther", 0, Bytes{7, 0, 0, 0}},
        {"Loop", 108, n32(2) + tcpOverIpv4()},
        {"Enc", 109, n32(2) + n32(1) + n32(0) + tcpOverIpv4()},
        {"Raw", 101, tcpOverIpv4()},
        {"Raw6", 101, tcpOverIpv6()},
        {"RawBsd", 12, tcpOverIpv4()},
        {"RawIpv4", 228, tcpOverIpv4()},
        {"RawIpv6", 229, tcpOverIpv6()},
        {"Ppp", 9, Bytes{0xff, 3, 0, 0x21} + tcpOverIpv4()},
        {"PppShort", 9, Bytes{0x57} + tcpOverIpv6()},
        {"PppControl", 9, n16(0xc021)},
        {"CiscoHdlc", 104, n16(0x0f00) + n16(0x0800) + tcpOverIpv4()},
        {"Cooked", 113,
         n16(0) + n16(1) + n16(6) + part(kMacs, 0, 6) + n16(0) + n16(0x0800) + tcpOverIpv4()},
        {"Cooked2", 276,
         n16(0x86dd) + n16(0) + n32(2) + n16(1) + Bytes{0, 6} + part(kMacs, 0, 6) + n16(0) +
             tcpOverIpv6()},
        {"PppoeLink", 51,
         Bytes{0x11, 0, 0, 1} + n16(2 + tcpOverIpv4().size() + kSecret.size()) + n16(0x21) +
             tcpOverIpv4()},
        {"Wlan", 105, wlan(0x08, 1) + kSnapIpv4 + tcpOverIpv4()},
        {"WlanQuality", 105, wlan(0x88, 1) + n16(0) + kSnapIpv4 + tcpOverIpv4()},
        {"WlanFourAddresses", 105, wlan(0x08, 3) + part(kMacs, 0, 6) + kSnapIpv4 + tcpOverIpv4()},
        {"WlanProtected", 105, wlan(0x08, 0x41)},
        {"Radiotap", 127,
         Bytes{0, 0, 8, 0, 0, 0, 0, 0} + wlan(0x08, 1) + kSnapIpv4 + tcpOverIpv4()},
    };
}

std::vector<Case> tunnelCases() {
    const Bytes label = {0, 1, 0x00, 64};
    const Bytes last_label = {0, 2, 0x01, 64};
    const Bytes in_v4 = tcpOverIpv4();
    const Bytes in_v6 = tcpOverIpv6();
    const Bytes bridged = ethernet(0x0800) + in_v4;
    return {
        {"Mpls", 1, ethernet(0x8847) + label + last_label + in_v4},
        {"Mpls6", 1, ethernet(0x8847) + last_label + in_v6},
        {"MplsEthernet", 1, ethernet(0x8847) + last_label + n32(0) + bridged},
        {"MplsUnknown", 1, ethernet(0x8847) + last_label},
        {"Pppoe", 1,
         ethernet(0x8864) + Bytes{0x11, 0, 0, 1} + n16(2 + in_v4.size() + kSecret.size()) +
             n16(0x21) + in_v4},
        {"PppoeDiscovery", 1, ethernet(0x8863) + Bytes{0x11, 9, 0, 0} + n16(30)},
        {"IpInIp", 1, ethernet(0x0800) + ipv4(4, in_v4.size() + kSecret.size()) + in_v4},
        {"Ipv6InIpv4", 1, ethernet(0x0800) + ipv4(41, in_v6.size() + kSecret.size()) + in_v6},
        {"Ipv4InIpv6", 1, ethernet(0x86dd) + ipv6(4, in_v4.size() + kSecret.size()) + in_v4},
        {"Gre", 1, greTunnel(n16(0) + n16(0x0800), in_v4)},
        {"GreAll", 1, greTunnel(n16(0xb000) + n16(0x86dd) + n32(0) + n32(1) + n32(2), in_v6)},
        {"GreBridged", 1, greTunnel(n16(0) + n16(0x6558), bridged)},
        {"GreUnknown", 1, greTunnel(n16(0) + n16(0x1234), {})},
        {"Erspan1", 1, greTunnel(n16(0) + n16(0x88be), bridged)},
        {"Erspan2", 1, greTunnel(n16(0x1000) + n16(0x88be) + n32(5) + Bytes(8, 0x11), bridged)},
        {"Erspan3", 1,
         greTunnel(n16(0x1000) + n16(0x22eb) + n32(5) + Bytes(12, 0x21) + Bytes(8, 0), bridged)},
        {"Pptp", 1,
         greTunnel(n16(0x3081) + n16(0x880b) + n16(70) + n16(1) + n32(1) + n32(2),
                   Bytes{0xff, 3, 0, 0x21} + in_v4)},
        {"EtherIp", 1,
         ethernet(0x0800) + ipv4(97, 2 + bridged.size() + kSecret.size()) + n16(0x3000) + bridged},
        {"Vxlan", 1, udpTunnel(4789, n32(0x08000000) + n32(0x00123400))},
        {"Geneve", 1, udpTunnel(6081, n16(0x0100) + n16(0x6558) + n32(0x00123400) + n32(0))},
        {"VxlanNot", 1,
         ethernet(0x0800) + ipv4(17, 8 + kSecret.size()) + udp(4789, kSecret.size())},
        {"GtpU", 1,
         ethernet(0x0800) + ipv4(17, 8 + 16 + in_v4.size() + kSecret.size()) +
             udp(2152, 16 + in_v4.size() + kSecret.size()) + Bytes{0x34, 0xff} + n16(100) + n32(1) +
             n16(0) + Bytes{0, 0x85} + Bytes{1, 0, 0, 0} + in_v4},
    };
}

std::vector<Case> ipCases() {
    const Bytes route = {131, 7, 8, 192, 0, 2, 1, 0};
    const Bytes hop_by_hop = {6, 0, 1, 4, 0, 0, 0, 0};
    const Bytes fragment_first = {6, 0, 0, 1, 0, 0, 0, 9};
    const Bytes fragment_later = {6, 0, 1, 1, 0, 0, 0, 9};
    const Bytes authentication = {6, 4, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2,
                                  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    const Bytes routing = Bytes{6, 2, 0, 1, 0, 0, 0, 0} + kServer6;
    const Bytes segment_routing = Bytes{6, 4, 4, 1, 1, 0, 0, 0} + kServer6 + kClient6;
    const Bytes home_address = Bytes{6, 2, 1, 2, 0, 0, 0xc9, 16} + kClient6;
    const Bytes segment = tcp();
    const Bytes solicitation =
        Bytes{135, 0, 0, 0, 0, 0, 0, 0} + kServer6 + Bytes{1, 1} + part(kMacs, 0, 6);
    const std::size_t secret = kSecret.size();
    return {
        {"Options", 1, ethernet(0x0800) + ipv4(6, segment.size() + secret, route) + segment},
        {"LaterFragment", 1, ethernet(0x0800) + ipv4(6, secret, {}, 0x2010)},
        {"Padding", 1, ethernet(0x0800) + ipv4(6, segment.size()) + segment},
        {"LengthZero", 1,
         [&] {
             Bytes bytes = ethernet(0x0800) + tcpOverIpv4();
             bytes[16] = bytes[17] = 0;  // segmentation offload
             bytes[24] = bytes[25] = 0;  // the checksum, too
             return bytes;
         }()},
        {"HopByHop", 1, extended(0, hop_by_hop)},
        {"FirstFragment6", 1, extended(44, fragment_first)},
        {"LaterFragment6", 1, ethernet(0x86dd) + ipv6(44, 8 + secret) + fragment_later},
        {"Authentication", 1, extended(51, authentication)},
        {"Routing", 1, extended(43, routing)},
        {"SegmentRouting", 1, extended(43, segment_routing)},
        {"HomeAddress", 1, ethernet(0x86dd) + ipv6(60, 24 + secret), home_address + kSecret},
        {"Udp", 1, ethernet(0x0800) + ipv4(17, 8 + secret) + udp(53, secret)},
        {"UdpLite", 1, ethernet(0x0800) + ipv4(136, 8 + secret) + udp(53, 8)},
        {"Sctp", 1, ethernet(0x0800) + ipv4(132, 12 + secret) + Bytes(8, 1) + Bytes(4, 0)},
        {"Esp", 1, ethernet(0x0800) + ipv4(50, 8 + secret) + Bytes(8, 1)},
        {"UnknownProtocol", 1, ethernet(0x0800) + ipv4(89, secret)},
        {"Echo", 1, ethernet(0x0800) + ipv4(1, 8 + secret) + Bytes{8, 0, 0, 0, 0, 1, 0, 1}},
        {"QuotedTcp", 1, quoting(tcpOverIpv4())},
        {"QuotedEightOctets", 1,
         ethernet(0x0800) + ipv4(1, 8 + 28) + Bytes{11, 0, 0, 0, 0, 0, 0, 0} + ipv4(6, 1000) +
             part(tcp(), 0, 8)},
        {"QuotedTcp6", 1,
         ethernet(0x86dd) + ipv6(58, 8 + tcpOverIpv6().size() + secret) +
             Bytes{1, 4, 0, 0, 0, 0, 0, 0} + tcpOverIpv6()},
        {"Neighbour", 1, ethernet(0x86dd) + ipv6(58, solicitation.size() + secret) + solicitation,
         Bytes{25, 3} + kSecret},
        {"Mld", 1, ethernet(0x86dd) + ipv6(58, 8 + secret) + Bytes{143, 0, 0, 0, 0, 0, 0, 0}},
        {"Arp", 1,
         ethernet(0x0806) + n16(1) + n16(0x0800) + Bytes{6, 4, 0, 1} + part(kMacs, 0, 6) + kClient +
             Bytes(6, 0) + kServer},
    };
}

std::vector<Case> allCases() {
    std::vector<Case> all = linkCases();
    for (const auto& more : {tunnelCases(), ipCases()}) {
        all.insert(all.end(), more.begin(), more.end());
    }
    return all;
}

SaveRequest requestFor(Payload payload, Addresses addresses) {
    SaveRequest request;
    request.payload = payload;
    request.addresses = addresses;
    for (std::size_t i = 0; i < request.key.size(); ++i) {
        request.key[i] = static_cast<std::uint8_t>(17 * i + 3);
    }
    return request;
}

/// What becomes of a packet of which nothing but `bytes` was captured.
Bytes edited(const Bytes& bytes, std::uint32_t link_type, Payload payload, Addresses addresses) {
    static PacketEditor editors[] = {
        PacketEditor(requestFor(Payload::kKeep, Addresses::kReplace)),
        PacketEditor(requestFor(Payload::kCut, Addresses::kKeep)),
        PacketEditor(requestFor(Payload::kCut, Addresses::kReplace)),
    };
    const bool cuts = payload == Payload::kCut;
    PacketEditor& editor = editors[!cuts ? 0 : addresses == Addresses::kKeep ? 1 : 2];
    const PacketEditor::Edited result = editor.edit(bytes, kWireLength, link_type);
    EXPECT_FALSE(result.left_out);
    return {result.bytes.begin(), result.bytes.end()};
}

Bytes replacedOnly(const Bytes& bytes, std::uint32_t link_type = 1) {
    return edited(bytes, link_type, Payload::kKeep, Addresses::kReplace);
}

bool contains(const Bytes& bytes, const Bytes& wanted) {
    return std::search(bytes.begin(), bytes.end(), wanted.begin(), wanted.end()) != bytes.end();
}

class Packet : public ::testing::TestWithParam<Case> {};

TEST_P(Packet, IsCutBehindItsHeaders) {
    const auto& [name, link_type, headers, rest] = GetParam();
    EXPECT_EQ(edited(headers + rest, link_type, Payload::kCut, Addresses::kKeep), headers);
}

// A short snapshot length never lets through more than a long one.
TEST_P(Packet, IsCutWithinItsHeadersWhenItWasCapturedShort) {
    const auto& [name, link_type, headers, rest] = GetParam();
    const Bytes whole = headers + rest;
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        const Bytes cut = edited(part(whole, 0, size), link_type, Payload::kCut, Addresses::kKeep);
        ASSERT_LE(cut.size(), std::min(size, headers.size())) << size;
        // What was not captured whole may be cleared.
        EXPECT_TRUE(std::equal(cut.begin(), cut.end(), headers.begin(), [](auto a, auto b) {
            return a == b || a == 0;
        })) << size;
    }
}

TEST_P(Packet, HoldsNoAddressThatItHadBefore) {
    const auto& [name, link_type, headers, rest] = GetParam();
    for (const Payload payload : {Payload::kCut, Payload::kKeep}) {
        const Bytes copy = edited(headers + rest, link_type, payload, Addresses::kReplace);
        ASSERT_GE(copy.size(), headers.size());
        for (const Bytes& address : {kClient, kServer, kClient6, kServer6, part(kMacs, 0, 6),
                                     part(kMacs, 6, 6), Bytes{192, 0, 2, 1}}) {
            EXPECT_FALSE(contains(copy, address));
        }
        EXPECT_TRUE(copy.size() == headers.size() || contains(copy, rest));
    }
}

// Of addresses that were not captured whole no part is left, and nothing is read or written
// elsewhere (as the sanitizers see it).
TEST_P(Packet, IsReplacedHoweverShortItWasCaptured) {
    const auto& [name, link_type, headers, rest] = GetParam();
    const Bytes whole = headers + rest;
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        const Bytes copy = replacedOnly(part(whole, 0, size), link_type);
        EXPECT_LE(copy.size(), size);
        for (const Bytes& address : {kClient6, kServer6, part(kMacs, 0, 6)}) {
            EXPECT_FALSE(contains(copy, part(address, 0, 5))) << size;
        }
    }
}

TEST_P(Packet, WithRandomChangesEndsWell) {
    const auto& [name, link_type, headers, rest] = GetParam();
    std::mt19937 random(1);
    for (int i = 0; i < 1000; ++i) {
        Bytes changed = headers + rest;
        for (unsigned changes = 1 + random() % 4; changes > 0; --changes) {
            changed[random() % changed.size()] = static_cast<std::uint8_t>(random());
        }
        changed.resize(1 + random() % changed.size());
        const Bytes copy = edited(changed, link_type, Payload::kCut, Addresses::kReplace);
        EXPECT_LE(copy.size(), changed.size());
        EXPECT_LE(replacedOnly(changed, link_type).size(), changed.size());
    }
}

INSTANTIATE_TEST_SUITE_P(All, Packet, ::testing::ValuesIn(allCases()),
                         [](const auto& parameter) { return std::string(parameter.param.name); });

TEST(PacketEditor, LeavesOutUnknownLinkTypes) {
    PacketEditor editor(requestFor(Payload::kCut, Addresses::kKeep));
    EXPECT_TRUE(editor.edit(kSecret, kWireLength, 147).left_out);
}

TEST(PacketEditor, SurvivesRandomOctetsOfEveryLinkType) {
    std::mt19937 random(1);
    for (const std::uint32_t link_type :
         {0u, 1u, 9u, 12u, 51u, 101u, 104u, 105u, 109u, 113u, 127u, 228u, 229u, 276u}) {
        for (int i = 0; i < 3000; ++i) {
            Bytes bytes(random() % 200);
            for (auto& octet : bytes) octet = static_cast<std::uint8_t>(random());
            edited(bytes, link_type, Payload::kCut, Addresses::kReplace);
        }
    }
}

// Nothing but labels, or tunnels in tunnels: the walk ends.
TEST(PacketEditor, EndsAtEndlessNesting) {
    Bytes tunnels = ethernet(0x0800);
    for (int i = 0; i < 100; ++i) tunnels += ipv4(4, 9000);
    EXPECT_LT(edited(tunnels, 1, Payload::kCut, Addresses::kKeep).size(), tunnels.size());
    replacedOnly(tunnels);
    Bytes tags = ethernet(0x8100);
    for (int i = 0; i < 10000; ++i) tags += n16(1) + n16(0x8100);
    EXPECT_LT(edited(tags, 1, Payload::kCut, Addresses::kKeep).size(), tags.size());
}

/// A segment with a right checksum in a packet, before and after.
struct Checked {
    Bytes before;
    Bytes after;
    Bytes source;
    Bytes destination;
};

Checked replacedSegment(const Bytes& segment, int protocol, const Bytes& options = {}) {
    const Bytes header = ethernet(0x0800) + ipv4(protocol, segment.size(), options);
    const Bytes copy = replacedOnly(header + segment);
    EXPECT_EQ(onesSum(part(copy, 14, header.size() - 14)), 0xffffu) << "IP";
    return {segment, part(copy, header.size(), segment.size()), part(copy, 26, 4),
            part(copy, 30, 4)};
}

TEST(Checksums, OfTcpAreRightAgain) {
    for (unsigned i = 0; i < 500; ++i) {
        Bytes data(i % 7, static_cast<std::uint8_t>(i));
        Bytes header = tcp();
        header[4] = static_cast<std::uint8_t>(i);
        const Bytes segment = withChecksum(header + data, 16, 6, kClient, kServer);
        const Checked checked = replacedSegment(segment, 6);
        EXPECT_EQ(checkSum(checked.after, 6, checked.source, checked.destination), 0xffffu);
        // All but the checksum stays.
        Bytes restored = checked.after;
        std::copy_n(segment.begin() + 16, 2, restored.begin() + 16);
        EXPECT_EQ(restored, segment);
    }
}

// What is missing could be told from them.
TEST(Checksums, OfWhatIsNotWholeBecomeZero) {
    const Bytes segment = withChecksum(tcp() + kSecret, 16, 6, kClient, kServer);
    const Bytes fragment = ethernet(0x0800) + ipv4(6, segment.size(), {}, 0x2000);
    EXPECT_EQ(part(replacedOnly(fragment + segment), fragment.size() + 16, 2), n16(0));
    const Bytes header = ethernet(0x0800) + ipv4(6, segment.size());
    EXPECT_NE(part(replacedOnly(header + segment), header.size() + 16, 2), n16(0));
    const Bytes short_segment = part(segment, 0, segment.size() - 1);
    EXPECT_EQ(part(replacedOnly(header + short_segment), header.size() + 16, 2), n16(0));
}

TEST(Checksums, OfUdpThatAreNotUsedStayZero) {
    const Checked checked = replacedSegment(udp(53, 4) + Bytes{1, 2, 3, 4}, 17);
    EXPECT_EQ(checked.after, checked.before);
}

TEST(Checksums, OfIpHeadersThatAreWrongAreWrongByOneBit) {
    for (const std::uint8_t wrong : Bytes{0x01, 0x32, 0xff}) {
        Bytes packet = ethernet(0x0800) + tcpOverIpv4();
        packet[25] ^= wrong;
        Bytes header = part(replacedOnly(packet), 14, 20);
        header[11] ^= 1;
        EXPECT_EQ(onesSum(header), 0xffffu) << int{wrong};
    }
}

// RFC 768: zero would say that there is none.
TEST(Checksums, OfUdpNeverBecomeZero) {
    int all_ones = 0;
    for (std::size_t i = 0; i < 70000; ++i) {
        const Bytes segment = withChecksum(udp(53, 4) + n32(i * 0x10001), 6, 17, kClient, kServer);
        if (part(segment, 6, 2) == n16(0)) continue;
        const Bytes copy = replacedOnly(ethernet(0x0800) + ipv4(17, 12) + segment);
        const Bytes field = part(copy, 40, 2);
        ASSERT_NE(field, n16(0));
        all_ones += field == n16(0xffff) ? 1 : 0;
    }
    EXPECT_GT(all_ones, 0);
}

// RFC 1122 4.2.3.8: a route that is not used up ends at the destination of the pseudo header.
TEST(Checksums, BehindASourceRouteUseItsEnd) {
    const Bytes hop = {192, 0, 2, 1};
    const Bytes route = Bytes{131, 7, 4} + hop + Bytes{0};
    const Bytes segment = withChecksum(tcp(), 16, 6, kClient, hop);
    const Bytes header = ethernet(0x0800) + ipv4(6, segment.size(), route);
    const Bytes copy = replacedOnly(header + segment);
    EXPECT_EQ(checkSum(part(copy, header.size(), 20), 6, part(copy, 26, 4), part(copy, 37, 4)),
              0xffffu);
}

// RFC 8684 3.4.1.
TEST(Checksums, CoverTheAddressesThatMptcpAdds) {
    const Bytes add_v4 = Bytes{30, 16, 0x30, 2} + kServer + Bytes(8, 0xaa);
    const Bytes add_v6 = Bytes{30, 20, 0x31, 2} + kServer6;
    for (const Bytes& option : {add_v4, add_v6}) {
        const Bytes segment = withChecksum(tcp(option), 16, 6, kClient, kServer);
        const Checked checked = replacedSegment(segment, 6);
        EXPECT_EQ(checkSum(checked.after, 6, checked.source, checked.destination), 0xffffu);
        EXPECT_FALSE(contains(checked.after, part(option, 4, 4)));
    }
    const Bytes segment = tcp(add_v4);
    const Checked checked = replacedSegment(segment, 6);
    EXPECT_EQ(part(checked.after, 24, 4), checked.destination) << "the same address, the same map";
}

// The outer checksum covers the quoted packet, whose own checksums change.
TEST(Checksums, OfIcmpCoverTheQuotedPacket) {
    const Bytes quoted = ipv4(6, 20) + withChecksum(tcp(), 16, 6, kClient, kServer);
    Bytes message = Bytes{3, 3, 0, 0, 0, 0, 0, 0} + quoted;
    const unsigned checksum = 0xffff - onesSum(message);
    message[2] = static_cast<std::uint8_t>(checksum >> 8);
    message[3] = static_cast<std::uint8_t>(checksum);
    const Checked checked = replacedSegment(message, 1);
    EXPECT_EQ(onesSum(checked.after), 0xffffu);
    EXPECT_EQ(onesSum(part(checked.after, 8, 20)), 0xffffu);
    EXPECT_EQ(checkSum(part(checked.after, 28, 20), 6, part(checked.after, 20, 4),
                       part(checked.after, 24, 4)),
              0xffffu);
}

}  // namespace
}  // namespace finrst
