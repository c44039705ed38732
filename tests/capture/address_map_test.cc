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
        return a[0] == 0 || a[0] == 127 || a[0] >= 224;
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
    for (const char* text : {"",
                             ".",
                             ":",
                             "::",
                             "a word",
                             "4.0.17",
                             "12:34:56",
                             "6.18.44-fc",
                             "1.2.3.4.5.6.7",
                             "std::vector",
                             "x198.51.100.7",
                             "198.51.100.7x",
                             "0x1234",
                             "FIN-WAIT-2",
                             "dead-beef",
                             "300.1.2.3",
                             "after 2.5 s: tcp_v4_rcv > no_tcp_socket",
                             "…198",
                             "--",
                             "-:-"}) {
        EXPECT_EQ(replaced(text), text);
    }
}

}  // namespace
}  // namespace finrst
