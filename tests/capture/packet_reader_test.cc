// SPDX-License-Identifier: GPL-2.0-or-later
// What a packet is called, when it was and of which link type, in each kind of pcapng block.
#include "format/packet_reader.h"

#include "capture_builder.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace finrst {
namespace {

namespace fs = std::filesystem;

constexpr std::uint16_t kResolution = 9;  // if_tsresol
constexpr std::uint16_t kOffset = 14;     // if_tsoffset
constexpr std::uint16_t kEthernet = 1;
constexpr std::uint16_t kRawIp = 101;

/// What a reader tells of a packet, without its octets.
struct Told {
    std::uint64_t frame;
    std::int64_t nanoseconds;
    std::uint32_t link_type;
    std::uint32_t wire_length;
    std::size_t captured;
    friend bool operator==(const Told&, const Told&) = default;
};

void PrintTo(const Told& told, std::ostream* out) {
    *out << "frame " << told.frame << " at " << told.nanoseconds << " ns of link type "
         << told.link_type << ", " << told.captured << " of " << told.wire_length << " octets";
}

class PacketReaderTest : public testing::TestWithParam<ByteOrder> {
  protected:
    ~PacketReaderTest() override { fs::remove(path_); }

    /// A packet of ten octets of which four were captured.
    Bytes timed(std::uint32_t interface_id, std::uint64_t ticks) const {
        const auto n32 = [&](std::uint64_t value) {
            return build_.n32(static_cast<std::uint32_t>(value));
        };
        return build_.block(
            6, n32(interface_id) + n32(ticks >> 32) + n32(ticks) + n32(4) + n32(10) + Bytes(4, 7));
    }
    /// An interface whose times are in units of `resolution` and begin at `offset`.
    Bytes interface(std::uint16_t link_type, std::uint8_t resolution,
                    std::int64_t offset = 0) const {
        const auto seconds = number(static_cast<std::uint64_t>(offset), GetParam());
        return build_.interface(link_type, 262144,
                                {{kResolution, {resolution}}, {kOffset, seconds}});
    }
    /// Of all packets of the capture, which must be whole.
    std::vector<Told> read(const Bytes& capture) {
        std::ofstream(path_, std::ios::binary)
            .write(reinterpret_cast<const char*>(capture.data()),
                   static_cast<std::streamsize>(capture.size()));
        PacketReader reader;
        EXPECT_TRUE(reader.open(path_).ok());
        std::vector<Told> all;
        CapturedPacket packet;
        Reading reading{};
        while (reader.next(&packet, &reading).ok() && reading == Reading::kItem) {
            all.push_back({packet.frame, packet.time.time_since_epoch().count(), packet.link_type,
                           packet.wire_length, packet.data.size()});
        }
        EXPECT_EQ(reading, Reading::kEnd);
        return all;
    }

    PcapngBuilder build_{GetParam()};

  private:
    static fs::path made() {
        std::string name = (fs::temp_directory_path() / "finrst-reader-XXXXXX").string();
        ::close(::mkstemp(name.data()));
        return name;
    }
    fs::path path_ = made();
};

INSTANTIATE_TEST_SUITE_P(ByteOrders, PacketReaderTest,
                         testing::Values(ByteOrder::kLittle, ByteOrder::kBig));

TEST_P(PacketReaderTest, EachInterfaceHasItsUnitsAndItsLinkType) {
    constexpr std::uint8_t kTenth = 1, kNanosecond = 9, kHalfToTheTenth = 0x80 | 10;
    EXPECT_EQ(read(build_.section() + build_.interface(kEthernet) + interface(kRawIp, kNanosecond) +
                   interface(kEthernet, kTenth) + interface(kRawIp, kHalfToTheTenth) +
                   timed(0, 5'000'001) + timed(1, 5'000'000'002) + timed(2, 53) +
                   timed(3, 5 * 1024 + 512)),
              (std::vector<Told>{{1, 5'000'001'000, kEthernet, 10, 4},
                                 {2, 5'000'000'002, kRawIp, 10, 4},
                                 {3, 5'300'000'000, kEthernet, 10, 4},
                                 {4, 5'500'000'000, kRawIp, 10, 4}}));
}

TEST_P(PacketReaderTest, AnOffsetIsAddedToTheTimesOfItsInterface) {
    constexpr std::uint8_t kMicrosecond = 6;
    EXPECT_EQ(
        read(build_.section() + interface(kEthernet, kMicrosecond, 1'000) +
             interface(kEthernet, kMicrosecond, -3) + timed(0, 250'000) + timed(1, 4'000'001)),
        (std::vector<Told>{{1, 1'000'250'000'000, kEthernet, 10, 4},
                           {2, 1'000'001'000, kEthernet, 10, 4}}));
}

TEST_P(PacketReaderTest, EachSectionNumbersItsOwnInterfaces) {
    constexpr std::uint8_t kNanosecond = 9;
    EXPECT_EQ(read(build_.section() + build_.interface(kEthernet) + timed(0, 7) + build_.section() +
                   interface(kRawIp, kNanosecond) + timed(0, 7)),
              (std::vector<Told>{{1, 7'000, kEthernet, 10, 4}, {2, 7, kRawIp, 10, 4}}));
}

TEST_P(PacketReaderTest, SectionsMayDifferInTheOrderOfOctets) {
    const PcapngBuilder other(GetParam() == ByteOrder::kLittle ? ByteOrder::kBig
                                                               : ByteOrder::kLittle);
    const auto read_all = read(build_.section() + build_.interface(kEthernet) + timed(0, 7) +
                               other.section() + other.interface(kRawIp) + other.packet({1, 2}));
    ASSERT_EQ(read_all.size(), 2U);
    EXPECT_EQ(read_all[1].link_type, kRawIp);
    EXPECT_EQ(read_all[1].captured, 2U);
}

/// Appendix A of draft-ietf-opsawg-pcapng: the interface in 16 bits, drops beside it.
TEST_P(PacketReaderTest, AnObsoletePacketBlockIsRead) {
    constexpr std::int64_t kTicks = std::int64_t{0x0005e3a1} << 32 | 0x12345678;
    EXPECT_EQ(read(build_.section() + build_.interface(kRawIp) + build_.oldPacket({1, 2, 3})),
              (std::vector<Told>{{1, kTicks * 1000, kRawIp, 103, 3}}));
}

/// 4.4: of the first interface, whose snapshot length tells how much of it is there; no time.
TEST_P(PacketReaderTest, ASimplePacketBlockIsOfTheFirstInterface) {
    constexpr std::uint32_t kSnapshot = 8;
    EXPECT_EQ(
        read(build_.section() + build_.interface(kRawIp, kSnapshot) + build_.interface(kEthernet) +
             build_.simplePacket(Bytes(8, 1), 1500) + build_.simplePacket(Bytes(4, 1), 4)),
        (std::vector<Told>{{1, 0, kRawIp, 1500, 8}, {2, 0, kRawIp, 4, 4}}));
}

/// As Wireshark counts, so that a frame has the same number in both.
TEST_P(PacketReaderTest, WhatIsNoPacketMayCountAsAFrame) {
    const auto read_all =
        read(build_.section() + build_.interface(kEthernet) + build_.names() + timed(0, 1) +
             build_.custom() + build_.statistics() + build_.unknown() + timed(0, 2));
    ASSERT_EQ(read_all.size(), 2U);
    EXPECT_EQ(read_all[0].frame, 1U);
    EXPECT_EQ(read_all[1].frame, 3U);
}

}  // namespace
}  // namespace finrst
