// SPDX-License-Identifier: GPL-2.0-or-later
// What of a capture is not packets, in a copy that is handed on: options, names, secrets.
#include "packet_builder.h"
#include "save_test.h"

namespace finrst {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class ForOthers : public SaveTest {
  protected:
    static bool contains(const Bytes& bytes, const Bytes& wanted) {
        return std::search(bytes.begin(), bytes.end(), wanted.begin(), wanted.end()) != bytes.end();
    }
    /// TCP from 198.51.100.7 or another host, with these data.
    Bytes packetFrom(std::uint8_t host, const Bytes& data) const {
        Bytes header = packet::ipv4(6, 20 + data.size());
        header[15] = host;
        return build_.packet(packet::ethernet(0x0800) + header + packet::tcp() + data);
    }
    Bytes name(std::uint8_t host, const std::string& text) const {
        const Bytes record = Bytes{198, 51, 100, host} + bytesOf(text) + Bytes{0};
        return build_.n16(1) + build_.n16(static_cast<std::uint16_t>(record.size())) +
               PcapngBuilder::padded(record, 0);
    }
    /// RFC 8446, 5.1 and 4.1.2.
    static Bytes clientHello(std::uint8_t random) {
        return Bytes{22, 3, 1, 0, 38, 1, 0, 0, 34, 3, 3} + Bytes(32, random);
    }
    static std::string secretOf(const std::string& octet, const std::string& secret) {
        std::string line = "CLIENT_RANDOM ";
        for (int i = 0; i < 32; ++i) line += octet;
        return line + " " + secret + "\n";
    }
    Bytes keyLog(const std::string& lines, std::uint32_t kind = 0x544c534b) const {
        return build_.block(10, build_.n32(kind) +
                                    build_.n32(static_cast<std::uint32_t>(lines.size())) +
                                    bytesOf(lines));
    }
    PcapngBuilder build_;
    const Bytes section_ = build_.section() + build_.interface();
};

// A packet comment of nothing but dashes overflowed the stack.
TEST_F(ForOthers, LongCommentsAreCopied) {
    request_.addresses = Addresses::kReplace;
    for (const std::string part : {"-", "a-"}) {
        std::string text;
        while (text.size() + part.size() <= 65535) text += part;
        const Bytes input = section_ + build_.packet(packet::ethernet(0x0800),
                                                     build_.options({{1, bytesOf(text)}}));
        EXPECT_TRUE(contains(saved(input), bytesOf(text)));
    }
}

TEST_F(ForOthers, OptionsOfInterfacesThatAreShorterThanAnAddressAreLeftOut) {
    const Bytes v4 = {198, 51, 100, 7, 255, 255, 255, 0};
    const Bytes v6 = packet::kClient6 + Bytes{64};
    const Bytes mac = packet::part(packet::kMacs, 0, 6);
    for (const auto addresses : {Addresses::kReplace, Addresses::kReplaceFlat}) {
        request_.addresses = addresses;
        for (const auto& [code, value] : {std::pair{4, v4}, {5, v6}, {6, mac}}) {
            for (std::size_t size = 3; size <= value.size(); ++size) {
                const Bytes option = packet::part(value, 0, size);
                const Bytes input =
                    build_.section() +
                    build_.interface(1, 96, {{static_cast<std::uint16_t>(code), option}});
                EXPECT_FALSE(contains(saved(input), packet::part(value, 0, 3))) << code << size;
            }
        }
    }
}

TEST_F(ForOthers, CaptureFiltersStayWithTheAddresses) {
    const Bytes input =
        build_.section() +
        build_.interface(1, 96, {{11, Bytes{0} + bytesOf("net 198.51.100 or host web1")}});
    request_.payload = Payload::kCut;
    EXPECT_EQ(saved(input), input);
    request_.addresses = Addresses::kReplace;
    EXPECT_EQ(saved(input), build_.section() + build_.interface(1, 96));
}

TEST_F(ForOthers, SomeFramesCarryTheNamesOfTheirAddressesOnly) {
    const Bytes names =
        build_.block(4, name(7, "kept.example") + name(8, "other.example") + build_.n32(0) +
                            build_.options({{2, bytesOf("dns.example")}}));
    const Bytes packets = packetFrom(7, {}) + packetFrom(8, {});
    request_.frames = {1};
    const Bytes expected =
        section_ + build_.block(4, name(7, "kept.example") + build_.n32(0)) + packetFrom(7, {});
    EXPECT_EQ(saved(section_ + names + packets), expected);
    EXPECT_THAT(result_.warnings, Contains(HasSubstr("names 1 address")));
    request_.frames = {2};
    saved(section_ + build_.block(4, name(9, "other.example") + build_.n32(0)) + packets);
    EXPECT_THAT(result_.warnings, Contains(HasSubstr("1 block of host names left out")));
}

TEST_F(ForOthers, SomeFramesCarryTheSecretsOfTheirConnectionsOnly) {
    const Bytes packets = packetFrom(7, clientHello(0xaa)) + packetFrom(8, clientHello(0xbb));
    const Bytes secrets =
        keyLog("# a comment\n" + secretOf("AA", "11") + secretOf("bb", "22") + "odd");
    request_.frames = {1};
    EXPECT_EQ(saved(section_ + secrets + packets),
              section_ + keyLog(secretOf("AA", "11")) + packetFrom(7, clientHello(0xaa)));
    EXPECT_THAT(result_.warnings, Contains(HasSubstr("1 TLS secret ")));
    const Bytes of_another_kind = keyLog(secretOf("AA", "11"), 0x57474b4c);
    EXPECT_EQ(saved(section_ + of_another_kind + packets),
              section_ + packetFrom(7, clientHello(0xaa)));
    EXPECT_THAT(result_.warnings, Contains(HasSubstr("1 block of decryption secrets left out")));
    EXPECT_THAT(result_.warnings, Not(Contains(HasSubstr("TLS secret"))));
}

TEST_F(ForOthers, TheSectionCommentSaysWhatChecksumsAre) {
    EXPECT_THAT(describeCopy(Payload::kCut, Addresses::kKeep), HasSubstr("Checksums"));
    EXPECT_THAT(describeCopy(Payload::kKeep, Addresses::kReplaceFlat),
                ::testing::AllOf(HasSubstr("each by itself"), HasSubstr("Checksums")));
    EXPECT_THAT(describeCopy(Payload::kKeep, Addresses::kKeep), Not(HasSubstr("Checksums")));
}

}  // namespace
}  // namespace finrst
