// SPDX-License-Identifier: GPL-2.0-or-later
#include "capture/segment_decoder.h"

#include "packet_builder.h"

#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <utility>

namespace finrst {
namespace {

using namespace packet;

constexpr std::uint32_t kEthernet = 1;

std::optional<Segment> decode(const Bytes& packet, std::uint32_t wire_length) {
    SegmentDecoder decoder;
    return decoder.decode(
        {.frame = 3, .wire_length = wire_length, .link_type = kEthernet, .data = packet});
}

TEST(SegmentDecoderTest, ASegmentIsAsLongAsIpSaysCapturedOrNot) {
    const Bytes packet = ethernet(0x0800) + ipv4(6, 20 + 1000) + tcp();
    const auto segment = decode(packet, 14 + 20 + 20 + 1000);
    ASSERT_TRUE(segment);
    EXPECT_EQ(segment->frame, 3U);
    EXPECT_EQ(segment->length, 1000U);
    EXPECT_TRUE(segment->ip.known);
}

TEST(SegmentDecoderTest, PaddingIsNoData) {
    const Bytes packet = ethernet(0x0800) + ipv4(6, 20) + tcp() + Bytes(6);
    const auto segment = decode(packet, static_cast<std::uint32_t>(packet.size()));
    ASSERT_TRUE(segment);
    EXPECT_EQ(segment->length, 0U);
}

TEST(SegmentDecoderTest, AQuotedSegmentIsNone) {
    const Bytes quoted = ipv4(6, 20) + tcp();
    const Bytes packet =
        ethernet(0x0800) + ipv4(1, 8 + quoted.size()) + Bytes{3, 3, 0, 0, 0, 0, 0, 0} + quoted;
    EXPECT_FALSE(decode(packet, static_cast<std::uint32_t>(packet.size())));
}

TEST(SegmentDecoderTest, WithoutTheFlagsThereIsNoSegment) {
    Bytes packet = ethernet(0x0800) + ipv4(6, 20) + tcp();
    packet.resize(14 + 20 + 13);
    EXPECT_FALSE(decode(packet, 14 + 20 + 20));
    packet.resize(14 + 20 + 12);
    EXPECT_FALSE(decode(packet, 14 + 20 + 20));
}

/// But for 0, which is segmentation offload. Wireshark's "Bogus IP length".
TEST(SegmentDecoderTest, APacketThatIsShorterThanItsHeaderIsNone) {
    Bytes packet = ethernet(0x0800) + ipv4(6, 20) + tcp();
    const auto decodeWithLength = [&](std::uint8_t total) {
        packet[17] = total;
        return decode(packet, static_cast<std::uint32_t>(packet.size()));
    };
    EXPECT_TRUE(decodeWithLength(40));
    EXPECT_TRUE(decodeWithLength(0));
    EXPECT_FALSE(decodeWithLength(1));
    EXPECT_FALSE(decodeWithLength(19));
}

/// Everything but what the data of a RST say.
auto contents(const Segment& segment) {
    const IpHeader& ip = segment.ip;
    return std::tuple(segment.source, segment.destination, segment.frame, segment.source_port,
                      segment.destination_port, segment.seq.value(), segment.ack.value(),
                      segment.length, segment.window, segment.flags, segment.has_options, ip.known,
                      ip.dont_fragment, ip.ttl, ip.tos, ip.id, ip.flow_label);
}

/// A VLAN tag is all that differs: with it, no packet goes the short way.
void expectTheSameInVlan(std::size_t type, const Bytes& behind, std::uint32_t wire_length) {
    const auto plain = decode(ethernet(type) + behind, 14 + wire_length);
    const auto tagged =
        decode(ethernet(0x8100) + Bytes{0, 7} + n16(type) + behind, 14 + 4 + wire_length);
    ASSERT_EQ(plain.has_value(), tagged.has_value());
    if (plain) {
        EXPECT_EQ(contents(*plain), contents(*tagged));
    }
}

TEST(SegmentDecoderTest, TheShortWayFindsWhatTheLongOneFinds) {
    const Bytes v4 = ipv4(6, 20 + 8) + tcp() + Bytes(8);
    const Bytes v6 = ipv6(6, 20 + 8) + tcp() + Bytes(8);
    for (const auto& [type, packet] :
         {std::pair(std::size_t{0x0800}, v4), std::pair(std::size_t{0x86dd}, v6)}) {
        const auto size = static_cast<std::uint32_t>(packet.size());
        for (std::uint32_t captured = 0; captured <= size; ++captured) {
            SCOPED_TRACE("captured " + std::to_string(captured));
            const Bytes cut(packet.begin(), packet.begin() + captured);
            expectTheSameInVlan(type, cut, size);
            expectTheSameInVlan(type, cut, captured);
        }
        for (std::uint32_t at = 0; at < size; ++at) {
            for (int bit = 0; bit < 8; ++bit) {
                SCOPED_TRACE("octet " + std::to_string(at) + ", bit " + std::to_string(bit));
                Bytes other = packet;
                other[at] ^= static_cast<std::uint8_t>(1 << bit);
                expectTheSameInVlan(type, other, size);
            }
        }
    }
}

}  // namespace
}  // namespace finrst
