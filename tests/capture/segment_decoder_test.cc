// SPDX-License-Identifier: GPL-2.0-or-later
#include "capture/segment_decoder.h"

#include "packet_builder.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace finrst
