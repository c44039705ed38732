// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet/address_map.h"

#include "format/byte_order.h"
#include "packet/address_text.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <random>
#include <set>
#include <string>

namespace finrst {
namespace {

SipHashKey keyOf(std::uint8_t first) {
    SipHashKey key;
    for (auto& octet : key) octet = first++;
    return key;
}

template <std::size_t kSize>
unsigned commonBits(const std::array<std::uint8_t, kSize>& a,
                    const std::array<std::uint8_t, kSize>& b) {
    for (std::size_t i = 0; i < kSize; ++i) {
        const auto difference = static_cast<std::uint8_t>(a[i] ^ b[i]);
        if (difference != 0) {
            return static_cast<unsigned>(8 * i) +
                   static_cast<unsigned>(std::countl_zero(difference));
        }
    }
    return 8 * kSize;
}

std::string replaced(const std::string& text, std::uint8_t key = 1) {
    AddressMap map(keyOf(key));
    return replaceAddressesInText(text, map);
}

// The first vectors of the reference implementation, key 00 01 … 0f, message 00 01 ….
TEST(SipHash, GivesTheReferenceVectors) {
    const SipHashKey key = keyOf(0);
    const std::array<std::uint8_t, 15> message = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
    EXPECT_EQ(sipHash(key, {}), 0x726fdb47dd0e0e31u);
    EXPECT_EQ(sipHash(key, ByteView(message).first(1)), 0x74f839c593dc67fdu);
    EXPECT_EQ(sipHash(key, message), 0xa129ca6149be45e5u);
}

TEST(AddressMap, KeepsPrefixesOfIpv4) {
    AddressMap map(keyOf(1));
    std::mt19937 random(1);
    for (int i = 0; i < 3000; ++i) {
        std::array<std::uint8_t, 4> a;
        for (auto& octet : a) octet = static_cast<std::uint8_t>(random());
        auto b = a;
        const auto bit = static_cast<unsigned>(random() % 32);
        b[bit / 8] ^= static_cast<std::uint8_t>(0x80 >> bit % 8);
        auto replaced_a = a;
        auto replaced_b = b;
        map.replaceV4(replaced_a.data());
        map.replaceV4(replaced_b.data());
        EXPECT_EQ(commonBits(replaced_a, replaced_b), bit);
    }
}

TEST(AddressMap, KeepsPrefixesOfIpv6AndMac) {
    AddressMap map(keyOf(1));
    std::mt19937 random(1);
    for (int i = 0; i < 1000; ++i) {
        std::array<std::uint8_t, 16> a;
        for (auto& octet : a) octet = static_cast<std::uint8_t>(random());
        a[0] = 0x20;
        auto b = a;
        const auto bit = static_cast<unsigned>(3 + random() % 125);
        b[bit / 8] ^= static_cast<std::uint8_t>(0x80 >> bit % 8);
        std::array<std::uint8_t, 6> mac_a;
        std::copy_n(a.begin(), 6, mac_a.begin());
        auto mac_b = mac_a;
        const auto mac_bit = static_cast<unsigned>(8 + random() % 40);
        mac_b[mac_bit / 8] ^= static_cast<std::uint8_t>(0x80 >> mac_bit % 8);
        map.replaceV6(a.data());
        map.replaceV6(b.data());
        EXPECT_EQ(commonBits(a, b), bit);
        map.replaceMac(mac_a.data());
        map.replaceMac(mac_b.data());
        EXPECT_EQ(commonBits(mac_a, mac_b), mac_bit);
    }
}

// Two thousand neighbours, more than the cache holds in one place.
TEST(AddressMap, GivesNoTwoTheSame) {
    AddressMap map(keyOf(1));
    std::set<std::array<std::uint8_t, 4>> seen;
    for (unsigned i = 0; i < 65536; ++i) {
        std::array<std::uint8_t, 4> address = {198, 51, static_cast<std::uint8_t>(i >> 8),
                                               static_cast<std::uint8_t>(i)};
        map.replaceV4(address.data());
        seen.insert(address);
    }
    EXPECT_EQ(seen.size(), 65536u);
}

TEST(AddressMap, DependsOnTheKeyAlone) {
    EXPECT_EQ(replaced("198.51.100.7 2001:db8::7 02:00:00:00:00:07"),
              replaced("198.51.100.7 2001:db8::7 02:00:00:00:00:07"));
    EXPECT_NE(replaced("198.51.100.7", 1), replaced("198.51.100.7", 2));
    EXPECT_NE(replaced("2001:db8::7", 1), replaced("2001:db8::7", 2));
    EXPECT_NE(replaced("02:12:34:56:78:9a", 1), replaced("02:12:34:56:78:9a", 2));
}

TEST(AddressMap, KeepsSpecialAddresses) {
    for (const char* address :
         {"0.0.0.0", "127.0.0.1", "127.9.9.9", "224.0.0.1", "239.255.255.250", "240.0.0.1",
          "255.255.255.255", "::", "::1", "ff02::1", "ff02::fb", "ff05::1:3", "00:00:00:00:00:00",
          "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:01", "33:33:00:00:00:01", "::ffff:127.0.0.1"}) {
        EXPECT_EQ(replaced(address), address);
    }
}

// Nothing becomes special that was not, and private stays private.
TEST(AddressMap, KeepsTheKindOfAddress) {
    AddressMap map(keyOf(3));
    std::mt19937 random(3);
    const auto isKept = [](const std::array<std::uint8_t, 4>& a) {
        const bool of_network = a[0] == 233 || a[0] == 234;
        return a[0] == 0 || a[0] == 127 || (a[0] >= 224 && !of_network);
    };
    const auto isPrivate = [](const std::array<std::uint8_t, 4>& a) {
        return a[0] == 10 || (a[0] == 172 && a[1] >> 4 == 1) || (a[0] == 192 && a[1] == 168) ||
               (a[0] == 169 && a[1] == 254) || (a[0] == 100 && a[1] >> 6 == 1);
    };
    for (int i = 0; i < 20000; ++i) {
        std::array<std::uint8_t, 4> a;
        for (auto& octet : a) octet = static_cast<std::uint8_t>(random());
        if (i % 5 == 0) a[0] = 10;
        if (i % 5 == 1) a[0] = 192, a[1] = 168;
        auto b = a;
        map.replaceV4(b.data());
        EXPECT_TRUE(!isKept(a) || a == b);
        EXPECT_EQ(isKept(a), isKept(b));
        EXPECT_EQ(isPrivate(a), isPrivate(b));
    }
    EXPECT_TRUE(replaced("fe80::1234:5678:9abc:def0").starts_with("fe80::"));
    EXPECT_TRUE(replaced("fd12:3456::1").starts_with("fd"));
    EXPECT_NE(replaced("fe80::1234:5678:9abc:def0"), "fe80::1234:5678:9abc:def0");
}

TEST(AddressMap, ReplacesIpv4WithinIpv6) {
    const std::string v4 = replaced("198.51.100.7");
    EXPECT_EQ(replaced("::ffff:198.51.100.7"), "::ffff:" + v4);
    std::array<std::uint8_t, 4> bytes;
    ::inet_pton(AF_INET, v4.c_str(), bytes.data());
    char expected[64];
    std::snprintf(expected, sizeof expected, "64:ff9b::%x:%x", bytes[0] << 8 | bytes[1],
                  bytes[2] << 8 | bytes[3]);
    EXPECT_EQ(replaced("64:ff9b::c633:6407"), expected);
}

// RFC 4291 2.7.1, RFC 2464 7: the group and its MAC address tell 24 bits of the host's address.
TEST(AddressMap, ReplacesSolicitedNodeGroupsAlikeInMac) {
    const std::string group = replaced("ff02::1:ff12:3456");
    const std::string mac = replaced("33:33:ff:12:34:56");
    EXPECT_NE(group, "ff02::1:ff12:3456");
    EXPECT_TRUE(group.starts_with("ff02::1:ff")) << group;
    EXPECT_TRUE(mac.starts_with("33:33:ff:")) << mac;
    EXPECT_EQ(mac.substr(9, 2), group.substr(10, 2));
}

TEST(AddressMap, KeepsGroupAndLocalBitsOfMac) {
    AddressMap map(keyOf(5));
    for (unsigned i = 0; i < 256; i += 2) {
        std::array<std::uint8_t, 6> mac = {static_cast<std::uint8_t>(i), 0x1b, 0x21, 4, 5, 6};
        map.replaceMac(mac.data());
        EXPECT_EQ(mac[0] & 3, i & 3);
    }
}

// RFC 3306 and RFC 3956: in octets 4 to 11; RFC 3180 and RFC 6034: behind the first octet.
TEST(AddressMap, ReplacesThePrefixesWithinGroups) {
    const std::string host = replaced("2001:db8:0:2f::");
    for (const std::string begin : {"ff3e:30:", "ff7e:230:"}) {
        const std::string group = replaced(begin + "2001:db8:0:2f:0:1234");
        EXPECT_TRUE(group.starts_with(begin)) << group;
        EXPECT_TRUE(group.ends_with(":1234")) << group;
        std::array<std::uint8_t, 16> group_bytes, host_bytes;
        ASSERT_EQ(::inet_pton(AF_INET6, group.c_str(), group_bytes.data()), 1) << group;
        ASSERT_EQ(::inet_pton(AF_INET6, host.c_str(), host_bytes.data()), 1);
        EXPECT_TRUE(std::equal(host_bytes.begin(), host_bytes.begin() + 8, group_bytes.begin() + 4))
            << group << " " << host;
    }
    for (const std::string first : {"233.", "234."}) {
        const std::string group = replaced(first + "198.51.100");
        EXPECT_TRUE(group.starts_with(first));
        EXPECT_NE(group, first + "198.51.100");
    }
    // RFC 7371: with the flag that has no meaning yet.
    for (const std::string begin : {"ffbe:30:", "fffe:30:"}) {
        EXPECT_EQ(replaced(begin + "2001:db8:0:2f:0:1234").substr(5),
                  replaced("ff3e:30:2001:db8:0:2f:0:1234").substr(5));
    }
}

// RFC 4489: whatever they look like, these octets are no prefix, but the end of an address.
TEST(AddressMap, ReplacesTheInterfacesWithinGroups) {
    for (const std::string end : {"12:34ff:fe56:789a", "ff05:34ff:fe56:789a"}) {
        const std::string host = replaced("fe80::" + end);
        EXPECT_EQ(replaced("ff32:ff:" + end + ":0:1234"), "ff32:ff:" + host.substr(6) + ":0:1234");
    }
}

// RFC 1112 6.4: it has 23 of the 24 bits of 234.198.51.100.
TEST(AddressMap, ReplacesTheMacAddressesOfGroups) {
    for (const Prefixes prefixes : {Prefixes::kKept, Prefixes::kLost}) {
        AddressMap map(keyOf(1), prefixes);
        std::set<std::string> seen;
        for (unsigned i = 0; i < 65536; ++i) {
            std::array<std::uint8_t, 6> mac = {
                1, 0, 0x5e, 0x46, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)};
            map.replaceMac(mac.data());
            EXPECT_EQ(mac[3] & 0x80, 0);
            EXPECT_FALSE(mac[3] == 0 && mac[4] == 0) << "of 224.0.0.0/24";
            seen.insert(std::string(mac.begin(), mac.end()));
        }
        EXPECT_EQ(seen.size(), 65536u);
        EXPECT_EQ(seen.begin()->substr(0, 3), std::string("\x01\0\x5e", 3));
        EXPECT_EQ(seen.rbegin()->substr(0, 3), std::string("\x01\0\x5e", 3));
    }
}

class FlatAddressMap : public ::testing::Test {
  protected:
    AddressMap map_{keyOf(1), Prefixes::kLost};

    std::string flat(const std::string& text) { return replaceAddressesInText(text, map_); }
};

// All hosts of a network, and of small blocks; what they share afterwards is by chance.
TEST_F(FlatAddressMap, LosesPrefixesAndGivesNoTwoTheSame) {
    std::set<std::array<std::uint8_t, 4>> seen;
    unsigned shared = 0;
    std::array<std::uint8_t, 4> before{};
    for (unsigned i = 0; i < 65536; ++i) {
        std::array<std::uint8_t, 4> address = {198, 51, static_cast<std::uint8_t>(i >> 8),
                                               static_cast<std::uint8_t>(i)};
        map_.replaceV4(address.data());
        if (i > 0) shared += commonBits(address, before);
        before = address;
        seen.insert(address);
    }
    EXPECT_EQ(seen.size(), 65536u);
    EXPECT_LT(shared / 65535.0, 1.5);
    seen.clear();
    for (unsigned i = 0; i < 65536; ++i) {
        std::array<std::uint8_t, 4> address = {192, 168, static_cast<std::uint8_t>(i >> 8),
                                               static_cast<std::uint8_t>(i)};
        map_.replaceV4(address.data());
        EXPECT_EQ(address[0] << 8 | address[1], 192 << 8 | 168);
        seen.insert(address);
    }
    EXPECT_EQ(seen.size(), 65536u);
}

TEST_F(FlatAddressMap, KeepsTheKindOfAddress) {
    std::mt19937 random(3);
    for (int i = 0; i < 3000; ++i) {
        std::array<std::uint8_t, 6> mac;
        for (auto& octet : mac) octet = static_cast<std::uint8_t>(random());
        mac[0] &= 0xfe;
        auto copy = mac;
        map_.replaceMac(copy.data());
        EXPECT_EQ(copy[0] & 3, mac[0] & 3);
        EXPECT_NE(copy, mac);
        std::array<std::uint8_t, 4> v4;
        for (auto& octet : v4) octet = static_cast<std::uint8_t>(random());
        auto copy4 = v4;
        map_.replaceV4(copy4.data());
        EXPECT_EQ(v4[0] >= 224, copy4[0] >= 224);
        EXPECT_EQ(v4[0] == 10, copy4[0] == 10);
    }
    EXPECT_TRUE(flat("fe80::1234:5678").starts_with("fe80::"));
    EXPECT_TRUE(flat("fd12:3456::1").starts_with("fd"));
    for (const char* address : {"127.0.0.1", "0.0.0.0", "255.255.255.255", "::1", "ff02::1",
                                "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"}) {
        EXPECT_EQ(flat(address), address);
    }
    EXPECT_EQ(flat("::ffff:198.51.100.7"), "::ffff:" + flat("198.51.100.7"));
}

/// How many of its first bits stay when an address is replaced, whatever the key.
unsigned bitsThatStay(std::array<std::uint8_t, 4> address) {
    unsigned fewest = 32;
    for (std::uint8_t key = 0; key < 64; ++key) {
        AddressMap map(keyOf(key));
        auto copy = address;
        map.replaceV4(copy.data());
        fewest = std::min(fewest, commonBits(address, copy));
    }
    return fewest;
}

// The table in SECURITY.md.
TEST(AddressMap, KeepsAsManyFirstBitsAsIsSaid) {
    const std::pair<std::array<std::uint8_t, 4>, unsigned> kExpected[] = {
        {{64, 1, 1, 1}, 3},     {{93, 184, 216, 34}, 3}, {{198, 51, 100, 7}, 6},
        {{203, 0, 113, 9}, 5},  {{8, 8, 8, 8}, 7},       {{11, 0, 0, 1}, 8},
        {{172, 32, 0, 1}, 11},  {{192, 169, 1, 1}, 16},  {{100, 63, 1, 1}, 10},
        {{169, 253, 1, 1}, 15}, {{126, 1, 1, 1}, 8},     {{45, 33, 32, 156}, 3},
    };
    for (const auto& [address, bits] : kExpected) {
        EXPECT_EQ(bitsThatStay(address), bits) << int{address[0]} << '.' << int{address[1]};
    }
}

TEST(AddressText, FindsAddressesInEveryNotation) {
    const std::string v4 = replaced("198.51.100.7");
    const std::string v6 = replaced("2001:db8::7");
    const std::string mac = replaced("02:12:34:56:78:9a");
    const auto with = [](std::string text, char separator) {
        std::replace_if(
            text.begin(), text.end(), [](char c) { return c == '.' || c == ':'; }, separator);
        return text;
    };
    std::string digits;
    for (const char c : mac) digits += c == ':' ? "" : std::string(1, c);
    const std::string cisco =
        digits.substr(0, 4) + '.' + digits.substr(4, 4) + '.' + digits.substr(8);
    const auto around = [](std::string text, const std::string& address) {
        for (std::size_t at; (at = text.find('@')) != std::string::npos;) {
            text.replace(at, 1, address);
        }
        return text;
    };
    for (const char* text : {"@",      " @ ",        "src:@",
                             "host:@", "@.http > B", "host_@",
                             "...@",   "@...",       "X-Forwarded-For:@",
                             "x@",     "@x",         "'@'",
                             "@,@",    "@/24",       "MAC:@",
                             "IP @",   "addr=@;",    "@%eth0",
                             "<@>",    "ä@",         "{@}"}) {
        EXPECT_EQ(replaced(around(text, "198.51.100.7")), around(text, v4));
        EXPECT_EQ(replaced(around(text, "2001:db8::7")), around(text, v6));
        EXPECT_EQ(replaced(around(text, "02:12:34:56:78:9a")), around(text, mac));
        EXPECT_EQ(replaced(around(text, "0212.3456.789a")), around(text, cisco));
    }
    EXPECT_EQ(replaced("198.51.100.7:198.51.100.7"), v4 + ":" + v4);
    EXPECT_EQ(replaced("198.51.100.7.198.51.100.7"), v4 + "." + v4);
    EXPECT_EQ(replaced("198.051.100.007"), v4);
    EXPECT_EQ(replaced("ec2-198-51-100-7.example"), "ec2-" + with(v4, '-') + ".example");
    EXPECT_EQ(replaced("ip_198_51_100_7"), "ip_" + with(v4, '_'));
    EXPECT_EQ(replaced("02-12-34-56-78-9A"), with(mac, '-'));
    EXPECT_EQ(replaced("2:12:34:56:78:9a"), mac);
    EXPECT_EQ(replaced("02123456789a"), digits);
    EXPECT_EQ(replaced("021234-56789a"), digits.substr(0, 6) + '-' + digits.substr(6));
    EXPECT_EQ(replaced("01:02:12:34:56:78:9a"), "01:" + mac) << "behind a hardware type";
    EXPECT_EQ(replaced("2001:0DB8:0000:0000:0000:0000:0000:0007"), v6);
    EXPECT_EQ(replaced("[2001:db8::7]:443"), "[" + v6 + "]:443");
    EXPECT_EQ(replaced("2001:db8::7.443"), v6 + ".443");
    EXPECT_EQ(replaced("2001:db8:0:0:0:0:0:7:443"), v6 + ":443");
    EXPECT_EQ(replaced("::ffff:198.51.100.7"), "::ffff:" + v4);
}

// Nothing in it may take time that grows faster than its length, or the stack.
TEST(AddressText, EndsSoonWhateverTheTextIs) {
    for (const std::string part : {"-", "a-", "a", "1", ":", "a:", "::", "1.", "1:", "f:f",
                                   "1.1.1.1", "a.", "xa:", "11-", "ffff:", "1_", "za::"}) {
        std::string text;
        while (text.size() < 1'000'000) text += part;
        EXPECT_GE(replaced(text).size(), 1u) << part;
    }
}

TEST(AddressText, ReplacesAddressesAndNothingElse) {
    const std::string v4 = replaced("198.51.100.7");
    const std::string other = replaced("203.0.113.9");
    const std::string v6 = replaced("2001:db8::7");
    const std::string mac = replaced("02:12:34:56:78:9a");
    EXPECT_EQ(replaced("from 198.51.100.7:6379 to 203.0.113.9."),
              "from " + v4 + ":6379 to " + other + ".");
    EXPECT_EQ(replaced("198.51.100.7.80 > 203.0.113.9.443: Flags"),
              v4 + ".80 > " + other + ".443: Flags");
    EXPECT_EQ(replaced("198.51.100.7-203.0.113.9, 198.51.100.7/24"),
              v4 + "-" + other + ", " + v4 + "/24");
    EXPECT_EQ(replaced("(198.51.100.7)->[2001:db8::7]:443"), "(" + v4 + ")->[" + v6 + "]:443");
    EXPECT_EQ(replaced("2001:DB8:0:0::7: 02:12:34:56:78:9A!"), v6 + ": " + mac + "!");
    for (const char* text : {"", ".", ":", "::", "a word", "4.0.17", "12:34:56", "6.18.44-fc",
                             "std::vector", "0x1234", "FIN-WAIT-2", "dead-beef", "300.1.2.3",
                             "after 2.5 s: tcp_v4_rcv > no_tcp_socket", "…198", "--", "-:-"}) {
        EXPECT_EQ(replaced(text), text);
    }
}

}  // namespace
}  // namespace finrst
