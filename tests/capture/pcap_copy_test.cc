// SPDX-License-Identifier: GPL-2.0-or-later
#include "save_test.h"

namespace finrst {
namespace {

using ::testing::HasSubstr;

class PcapCopy : public SaveTest, public ::testing::WithParamInterface<ByteOrder> {
  protected:
    PcapBuilder pcap_{GetParam()};
    PcapngBuilder pcapng_{GetParam()};
    const Bytes data_ = bytesOf("a packet of 21 octets");

    /// An Enhanced Packet Block with the time in units of the interface.
    Bytes packet(std::uint64_t time, std::uint32_t wire_length, const Bytes& options = {}) const {
        return pcapng_.block(
            6, pcapng_.n32(0) + pcapng_.n32(static_cast<std::uint32_t>(time >> 32)) +
                   pcapng_.n32(static_cast<std::uint32_t>(time)) + pcapng_.n32(21) +
                   pcapng_.n32(wire_length) + PcapngBuilder::padded(data_, 0) + options);
    }
};

TEST_P(PcapCopy, BecomesPcapngWithMicroseconds) {
    const Bytes input = pcap_.header(0xa1b2c3d4, 113, 96) + pcap_.record(data_) +
                        pcap_.record(data_, 0xffffffff, 1, 1500);
    EXPECT_EQ(saved(input), pcapng_.section() + pcapng_.interface(113, 96) +
                                packet(1700000000123456, 21) + packet(4294967295000001, 1500));
}

TEST_P(PcapCopy, BecomesPcapngWithNanoseconds) {
    const Bytes input = pcap_.header(0xa1b23c4d) + pcap_.record(data_, 1700000000, 999999999);
    EXPECT_EQ(saved(input), pcapng_.section() + pcapng_.interface(1, 262144, {{9, {9}}}) +
                                packet(1700000000999999999, 21));
}

// draft-ietf-opsawg-pcap 4: in the upper bits of the link type, in words of 16 bits.
TEST_P(PcapCopy, KeepsTheLengthOfTheFrameCheckSequence) {
    const Bytes input = pcap_.header(0xa1b2c3d4, 0x24000001) + pcap_.record(data_);
    EXPECT_EQ(saved(input), pcapng_.section() + pcapng_.interface(1, 262144, {{13, {32}}}) +
                                packet(1700000000123456, 21));
}

TEST_P(PcapCopy, AddsCommentsAndSelects) {
    request_.section_comment = "summary";
    request_.comments = {{2, "x"}};
    request_.frames = {2};
    const Bytes input = pcap_.header() + pcap_.record(data_) + pcap_.record(data_);
    EXPECT_EQ(saved(input), pcapng_.section({{1, bytesOf("summary")}}) + pcapng_.interface() +
                                packet(1700000000123456, 21, pcapng_.options({{1, bytesOf("x")}})));
}

TEST_P(PcapCopy, OfNoPacketsHasAnInterface) {
    EXPECT_EQ(saved(pcap_.header()), pcapng_.section() + pcapng_.interface());
}

// Alexey Kuznetsov's: interface, protocol, kind of packet.
TEST_P(PcapCopy, ReadsRecordsWithMoreInTheirHeaders) {
    const Bytes more = Bytes(8, 3);
    Bytes record = pcap_.record(data_);
    record.insert(record.begin() + 16, more.begin(), more.end());
    EXPECT_EQ(saved(pcap_.header(0xa1b2cd34) + record + record),
              pcapng_.section() + pcapng_.interface() + packet(1700000000123456, 21) +
                  packet(1700000000123456, 21));
}

TEST_P(PcapCopy, ReadsLengthsInEitherOrderBeforeVersion24) {
    Bytes swapped = pcap_.record(data_, 1700000000, 123456, 1500);
    std::rotate(swapped.begin() + 8, swapped.begin() + 12, swapped.begin() + 16);
    for (std::uint16_t minor = 0; minor < 4; ++minor) {
        EXPECT_EQ(saved(pcap_.header(0xa1b2c3d4, 1, 96, minor) +
                        pcap_.record(data_, 1700000000, 123456, 1500) + swapped),
                  pcapng_.section() + pcapng_.interface(1, 96) + packet(1700000000123456, 1500) +
                      packet(1700000000123456, 1500));
    }
}

// Some writers give the length without what they added.
TEST_P(PcapCopy, ReadsPacketsThatAreLongerThanTheyWere) {
    EXPECT_EQ(saved(pcap_.header() + pcap_.record(data_, 1700000000, 123456, 17) +
                    pcap_.record(data_, 1700000000, 123456, 20)),
              pcapng_.section() + pcapng_.interface() + packet(1700000000123456, 17) +
                  packet(1700000000123456, 20));
}

TEST_P(PcapCopy, RefusesVariantsAndVersionsThatAreNotKnown) {
    for (const std::uint32_t magic : {0xa1e2cb12u, 0x1c0001acu, 0x1c0001abu}) {
        const SaveResult result = saveBytes(pcap_.header(magic) + Bytes(40, 0));
        EXPECT_EQ(result.status.error, SaveError::kUnsupported);
        EXPECT_THAT(result.status.message, HasSubstr("editcap -F pcapng"));
    }
    const SaveResult result = saveBytes(pcap_.header(0xa1b2c3d4, 1, 96, 5));
    EXPECT_EQ(result.status.error, SaveError::kUnsupported);
    EXPECT_THAT(result.status.message, HasSubstr("version 2.5"));
    EXPECT_THAT(names(), ::testing::ElementsAre("in"));
}

INSTANTIATE_TEST_SUITE_P(BothByteOrders, PcapCopy,
                         ::testing::Values(ByteOrder::kLittle, ByteOrder::kBig),
                         [](const auto& parameter) {
                             return parameter.param == ByteOrder::kBig ? "Big" : "Little";
                         });

}  // namespace
}  // namespace finrst
