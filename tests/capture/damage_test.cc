// SPDX-License-Identifier: GPL-2.0-or-later
// Files that were cut or changed: an error that leaves nothing, or a copy of all that is whole.
#include "save_test.h"

#include <random>

namespace finrst {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Bytes randomBytes(std::size_t size, unsigned seed) {
    std::mt19937 random(seed);
    Bytes bytes(size);
    for (auto& octet : bytes) octet = static_cast<std::uint8_t>(random());
    return bytes;
}

Bytes firstOf(const Bytes& bytes, std::size_t size) {
    return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)};
}

class Damage : public SaveTest, public ::testing::WithParamInterface<ByteOrder> {
  protected:
    PcapngBuilder build_{GetParam()};

    std::vector<Bytes> blocks() const {
        const Bytes options = build_.options({{2, build_.n32(1)}, {1, bytesOf("by hand")}});
        return {build_.section({{2, bytesOf("machine")}}),
                build_.interface(1, 96, {{9, {9}}, {11, bytesOf(std::string(1, '\0') + "tcp")}}),
                build_.names(),
                build_.packet(randomBytes(60, 1), options),
                build_.secrets(),
                build_.simplePacket(randomBytes(40, 2), 40),
                build_.custom(),
                build_.oldPacket(randomBytes(33, 3), options),
                build_.unknown(),
                build_.section(),
                build_.interface(),
                build_.packet(randomBytes(54, 4), {}, 0, 1500),
                build_.statistics()};
    }
    static Bytes joined(const std::vector<Bytes>& blocks) {
        Bytes all;
        for (const Bytes& block : blocks) all += block;
        return all;
    }
    /// What a cut file has in whole blocks.
    static std::size_t wholePart(const std::vector<Bytes>& blocks, std::size_t size) {
        std::size_t whole = 0;
        for (const Bytes& block : blocks) {
            if (whole + block.size() > size) break;
            whole += block.size();
        }
        return whole;
    }
    /// An error says what is wrong and leaves the input alone.
    void expectCleanError(const SaveResult& result) {
        EXPECT_FALSE(result.ok());
        EXPECT_THAT(result.status.message, HasSubstr("Nothing was saved"));
        EXPECT_THAT(names(), ElementsAre("in"));
    }
};

TEST_P(Damage, CutAtEachLengthCopiesWhatIsWhole) {
    const auto all = blocks();
    const Bytes input = joined(all);
    for (std::size_t size = 0; size <= input.size(); ++size) {
        const SaveResult result = saveBytes(firstOf(input, size));
        const std::size_t whole = wholePart(all, size);
        if (whole == 0) {
            expectCleanError(result);
            continue;
        }
        ASSERT_TRUE(result.ok()) << size << ": " << result.status.message;
        EXPECT_EQ(result.input_cut_short, whole != size) << size;
        EXPECT_EQ(result.warnings.size(), whole != size ? 1u : 0u) << size;
        EXPECT_EQ(read(request_.output), firstOf(input, whole)) << size;
        std::filesystem::remove(request_.output);
    }
}

// Whatever is saved is the changed file octet for octet: nothing else changes, nothing is lost.
TEST_P(Damage, ChangedOctetsAreAnErrorOrStayTheOnlyDifference) {
    const Bytes input = joined(blocks());
    int saved_count = 0;
    for (std::size_t at = 0; at < input.size(); ++at) {
        for (const int change : {0x01, 0x04, 0x40, 0x80, 0xff}) {
            Bytes changed = input;
            changed[at] ^= static_cast<std::uint8_t>(change);
            const SaveResult result = saveBytes(changed);
            if (!result.ok()) {
                expectCleanError(result);
                continue;
            }
            ++saved_count;
            EXPECT_FALSE(result.input_cut_short) << at;
            EXPECT_EQ(read(request_.output), changed) << at;
            std::filesystem::remove(request_.output);
        }
    }
    EXPECT_GT(saved_count, 2000);
}

// The same for copies that are for others, of which only is asked that they end well.
TEST_P(Damage, ChangedOctetsNeverEndACopyForOthersBadly) {
    const Bytes input = joined(blocks());
    request_.payload = Payload::kCut;
    request_.addresses = Addresses::kReplace;
    request_.section_comment = "summary";
    request_.comments = {{1, "x"}, {3, "y"}};
    for (std::size_t at = 0; at < input.size(); ++at) {
        Bytes changed = input;
        changed[at] ^= 0x21;
        const SaveResult result = saveBytes(changed);
        if (!result.ok()) expectCleanError(result);
        std::filesystem::remove(request_.output);
    }
}

TEST_P(Damage, RandomOctetsAreNoCapture) {
    for (unsigned seed = 0; seed < 500; ++seed) {
        const Bytes head = seed % 2 == 0 ? build_.section() + build_.interface()
                                         : PcapBuilder(GetParam()).header();
        const SaveResult result = saveBytes(head + randomBytes(500, seed));
        if (!result.ok()) expectCleanError(result);
        std::filesystem::remove(request_.output);
    }
}

// A length that reaches past the end is that of a cut packet, if the packet may be that large and
// nothing of it is missing but its end; else packets behind it would be lost.
TEST_P(Damage, ALengthPastTheEndIsOnlyBelievedOfACutPacket) {
    const Bytes head = build_.section() + build_.interface();
    Bytes long_block = build_.packet(randomBytes(200'000, 1));
    long_block.resize(150'000);
    EXPECT_TRUE(saveBytes(head + long_block).input_cut_short);
    std::filesystem::remove(request_.output);

    // Data that look like the tail of a shorter block.
    Bytes counting;
    for (std::uint32_t i = 32; i < 4096; i += 4) counting += build_.n32(i);
    long_block = build_.packet(counting);
    long_block.resize(2000);
    EXPECT_TRUE(saveBytes(head + long_block).input_cut_short);
    std::filesystem::remove(request_.output);

    long_block = build_.packet(randomBytes(500'000, 1));
    long_block.resize(450'000);
    expectCleanError(saveBytes(head + long_block));

    Bytes damaged = build_.packet(randomBytes(60, 1));
    const Bytes length = build_.n32(0x4000);
    std::copy(length.begin(), length.end(), damaged.begin() + 4);
    expectCleanError(saveBytes(head + damaged + build_.packet(randomBytes(60, 1))));
}

TEST_P(Damage, PcapCutAtEachLengthCopiesWhatIsWhole) {
    const PcapBuilder pcap(GetParam());
    std::vector<Bytes> records = {pcap.header()};
    for (unsigned i = 0; i < 4; ++i) records.push_back(pcap.record(randomBytes(40 + i, i)));
    const Bytes input = joined(records);
    const Bytes copy = saved(input);
    for (std::size_t size = 0; size < input.size(); ++size) {
        std::filesystem::remove(request_.output);
        const SaveResult result = saveBytes(firstOf(input, size));
        const std::size_t whole = wholePart(records, size);
        if (whole == 0) {
            expectCleanError(result);
            continue;
        }
        ASSERT_TRUE(result.ok()) << size;
        EXPECT_EQ(result.input_cut_short, whole != size) << size;
        const Bytes part = read(request_.output);
        ASSERT_LE(part.size(), copy.size());
        EXPECT_EQ(part, firstOf(copy, part.size())) << size;
    }
}

TEST_P(Damage, PcapWithChangedOctetsLosesNoOtherPacket) {
    const PcapBuilder pcap(GetParam());
    Bytes input = pcap.header();
    std::vector<Bytes> packets;
    std::vector<std::size_t> begins;
    for (unsigned i = 0; i < 8; ++i) {
        packets.push_back(randomBytes(60 + i, i));
        begins.push_back(input.size());
        input += pcap.record(packets.back());
    }
    for (std::size_t at = 24; at < input.size(); ++at) {
        for (const int change : {0x01, 0x08, 0x40, 0xff}) {
            Bytes changed = input;
            changed[at] ^= static_cast<std::uint8_t>(change);
            std::filesystem::remove(request_.output);
            const SaveResult result = saveBytes(changed);
            if (!result.ok()) {
                expectCleanError(result);
                continue;
            }
            const Bytes copy = read(request_.output);
            std::size_t missing = 0;
            for (const Bytes& packet : packets) {
                const auto found =
                    std::search(copy.begin(), copy.end(), packet.begin(), packet.end());
                missing += found == copy.end() ? 1 : 0;
            }
            EXPECT_LE(missing, 1u) << at << " " << change;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(BothByteOrders, Damage,
                         ::testing::Values(ByteOrder::kLittle, ByteOrder::kBig),
                         [](const auto& parameter) {
                             return parameter.param == ByteOrder::kBig ? "Big" : "Little";
                         });

}  // namespace
}  // namespace finrst
