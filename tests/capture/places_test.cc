// SPDX-License-Identifier: GPL-2.0-or-later
// That a copy tells nothing: each place where an address or data can stand, in each encapsulation,
// in each kind of copy. A copy that stays the same whatever was there cannot tell it, by no
// reading; one that is what replaced addresses would have given tells no others.
#include "places.h"

#include "packet/packet_editor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

namespace finrst {
namespace {

using namespace places;

SipHashKey key() {
    SipHashKey key;
    key.fill(0x5a);
    return key;
}

/// A kind of copy. The same editor for all tests: a map of addresses is large.
struct Way {
    const char* name;
    Payload payload;
    Addresses addresses;
    std::unique_ptr<PacketEditor> editor;

    Way(const char* way, Payload p, Addresses a) : name(way), payload(p), addresses(a) {
        SaveRequest request;
        request.payload = payload;
        request.addresses = addresses;
        request.key = key();
        editor = std::make_unique<PacketEditor>(request);
    }
    Bytes copy(const Bytes& packet, std::uint32_t link_type) const {
        const auto wire_length = static_cast<std::uint32_t>(packet.size());
        const PacketEditor::Edited edited = editor->edit(packet, wire_length, link_type);
        return {edited.bytes.begin(), edited.bytes.end()};
    }
    bool cuts() const { return payload == Payload::kCut; }
};

const Way& cut() {
    static const Way kWay("cut", Payload::kCut, Addresses::kKeep);
    return kWay;
}
const Way& cutAndReplaced(Addresses addresses) {
    static const Way kWays[] = {
        {"cut and replaced", Payload::kCut, Addresses::kReplace},
        {"cut and replaced flat", Payload::kCut, Addresses::kReplaceFlat},
    };
    return kWays[addresses == Addresses::kReplace ? 0 : 1];
}
const std::vector<const Way*>& replacedWays() {
    static const Way kPrefixes("replaced", Payload::kKeep, Addresses::kReplace);
    static const Way kFlat("replaced flat", Payload::kKeep, Addresses::kReplaceFlat);
    static const std::vector<const Way*> kWays = {&kPrefixes, &kFlat};
    return kWays;
}
std::vector<const Way*> allWays() {
    std::vector<const Way*> ways = replacedWays();
    for (const auto addresses : {Addresses::kReplace, Addresses::kReplaceFlat}) {
        ways.push_back(&cutAndReplaced(addresses));
    }
    ways.push_back(&cut());
    return ways;
}

Contents contents() {
    return {{2, 0x12, 0x34, 0x56, 0x78, 0x9a},
            {1, 0, 0x5e, 0x46, 0x33, 0x64},  // of the group of 198.51.100.0/24 (RFC 6034, RFC 1112)
            {198, 51, 100, 7},
            {234, 198, 51, 100},
            {192, 0, 2, 77},
            {0x20, 1, 0xd, 0xb8, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 7},
            {0xff, 0x3e, 0, 0x30, 0x20, 1, 0xd, 0xb8, 0, 0x2f, 0, 0, 0, 0, 0x12, 0x34},
            {0x20, 1, 0xd, 0xb8, 0, 3, 0, 2, 0, 3, 0, 4, 0, 5, 0, 9},
            {0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6, 0xa7, 0xb8},
            bytesOf("password of 22 octets!")};
}

Contents withOthers(Contents c, bool other_payload) {
    for (auto& octet : c.opaque) octet ^= 0x3b;
    if (other_payload) std::reverse(c.payload.begin(), c.payload.end());
    if (other_payload) c.payload[0] ^= 0x44;
    return c;
}

Contents replacedBy(Addresses addresses, Contents c) {
    static AddressMap maps[] = {AddressMap(key(), Prefixes::kKept),
                                AddressMap(key(), Prefixes::kLost)};
    AddressMap& map = maps[addresses == Addresses::kReplace ? 0 : 1];
    for (Bytes* mac : {&c.mac_from, &c.mac_to}) map.replaceMac(mac->data());
    for (Bytes* v4 : {&c.v4_from, &c.v4_to, &c.v4_other}) map.replaceV4(v4->data());
    for (Bytes* v6 : {&c.v6_from, &c.v6_to, &c.v6_other}) map.replaceV6(v6->data());
    return c;
}

Bytes built(const Encapsulation& encapsulation, const Place& place, const Contents& c) {
    return encapsulation.around(c, place.make(c));
}

template <typename Check>
void forEachPacket(Check check) {
    for (const Encapsulation& encapsulation : allEncapsulations()) {
        for (const Place& place : allPlaces()) {
            if (!fit(encapsulation, place.make(contents()))) continue;
            SCOPED_TRACE(place.name + " in " + encapsulation.name);
            check(encapsulation, place);
        }
    }
}

TEST(Places, CopiesAreTheSameWhateverWasThere) {
    forEachPacket([](const Encapsulation& encapsulation, const Place& place) {
        for (const Way* way : allWays()) {
            for (const std::size_t size : {0u, 1u, 2u, 3u, 22u}) {
                Contents one = contents();
                one.payload.resize(size);
                if (size == 0) one.payload = {0};
                const Contents other = withOthers(one, way->cuts());
                EXPECT_EQ(way->copy(built(encapsulation, place, one), encapsulation.link_type),
                          way->copy(built(encapsulation, place, other), encapsulation.link_type))
                    << way->name << ", " << size << " octets";
            }
        }
    });
}

// However short the packet was captured.
TEST(Places, CopiesOfCutPacketsAreTheSameWhateverWasThere) {
    forEachPacket([](const Encapsulation& encapsulation, const Place& place) {
        const bool is_plain = encapsulation.name == "Ethernet";
        if (!is_plain && place.name != "Payload") return;
        for (const Way* way : allWays()) {
            Bytes one = built(encapsulation, place, contents());
            Bytes other = built(encapsulation, place, withOthers(contents(), way->cuts()));
            for (; !one.empty(); one.pop_back(), other.pop_back()) {
                const auto wire_length = static_cast<std::uint32_t>(one.size() + 1);
                const ByteView copy =
                    way->editor->edit(one, wire_length, encapsulation.link_type).bytes;
                const Bytes first(copy.begin(), copy.end());
                const ByteView second =
                    way->editor->edit(other, wire_length, encapsulation.link_type).bytes;
                ASSERT_EQ(first, Bytes(second.begin(), second.end()))
                    << way->name << ", " << one.size();
            }
        }
    });
}

TEST(Places, CutCopiesAreWhatOtherAddressesWouldHaveGiven) {
    forEachPacket([](const Encapsulation& encapsulation, const Place& place) {
        const Bytes original = built(encapsulation, place, contents());
        for (const auto addresses : {Addresses::kReplace, Addresses::kReplaceFlat}) {
            const Contents replaced = replacedBy(addresses, contents());
            EXPECT_EQ(cutAndReplaced(addresses).copy(original, encapsulation.link_type),
                      cut().copy(built(encapsulation, place, replaced), encapsulation.link_type));
        }
    });
}

TEST(Places, ReplacedCopiesAreThePacketsThatOtherAddressesWouldHaveGiven) {
    forEachPacket([](const Encapsulation& encapsulation, const Place& place) {
        const Bytes original = built(encapsulation, place, contents());
        for (const Way* way : replacedWays()) {
            const Bytes copy = way->copy(original, encapsulation.link_type);
            if (!place.keeps_payload) {
                const Way& cut_too = cutAndReplaced(way->addresses);
                EXPECT_EQ(copy, cut_too.copy(original, encapsulation.link_type)) << way->name;
                continue;
            }
            Contents expected = replacedBy(way->addresses, contents());
            std::fill(expected.opaque.begin(), expected.opaque.end(), std::uint8_t{0});
            const Bytes packet = built(encapsulation, place, expected);
            if (place.has_trailer) {
                EXPECT_EQ(copy.size(), packet.size() - expected.opaque.size()) << way->name;
            } else {
                EXPECT_EQ(copy, packet) << way->name;
            }
        }
    });
}

bool contains(const Bytes& bytes, const Bytes& wanted) {
    return std::search(bytes.begin(), bytes.end(), wanted.begin(), wanted.end()) != bytes.end();
}

TEST(Places, CopiesHoldNothingOfIt) {
    forEachPacket([](const Encapsulation& encapsulation, const Place& place) {
        const Contents c = contents();
        const Bytes original = built(encapsulation, place, c);
        for (const Way* way : allWays()) {
            const Bytes copy = way->copy(original, encapsulation.link_type);
            EXPECT_FALSE(way->cuts() && contains(copy, {c.payload.begin(), c.payload.begin() + 4}));
            EXPECT_FALSE(contains(copy, {c.opaque.begin(), c.opaque.begin() + 4})) << way->name;
            if (way->addresses == Addresses::kKeep) continue;
            for (const Bytes& address : {c.mac_from, c.mac_to, c.v4_from, c.v4_to, c.v4_other,
                                         c.v6_from, c.v6_to, c.v6_other}) {
                EXPECT_FALSE(contains(copy, address)) << way->name;
            }
        }
    });
}

// A checksum that is wrong by a sum of addresses, or was never made, tells none.
TEST(Places, ChecksumsOfEveryKindAreMadeAnew) {
    constexpr std::pair<Checksum, Checksum> kBeforeAndAfter[] = {
        {Checksum::kRight, Checksum::kRight},
        {Checksum::kZero, Checksum::kZero},
        {Checksum::kPartial, Checksum::kPartial},
        {Checksum::kPartialAlone, Checksum::kPartialAlone},
        {Checksum::kWrong, Checksum::kWrong},
        {Checksum::kVeryWrong, Checksum::kWrong},
    };
    for (const Encapsulation& encapsulation : allEncapsulations()) {
        for (const bool v6 : {false, true}) {
            for (const auto& [before, after] : kBeforeAndAfter) {
                const Bytes ip = tcpPacket(contents(), v6, before);
                if (!fit(encapsulation, ip)) continue;
                const Bytes original = encapsulation.around(contents(), ip);
                for (const Way* way : replacedWays()) {
                    Contents replaced = replacedBy(way->addresses, contents());
                    std::fill(replaced.opaque.begin(), replaced.opaque.end(), std::uint8_t{0});
                    EXPECT_EQ(way->copy(original, encapsulation.link_type),
                              encapsulation.around(replaced, tcpPacket(replaced, v6, after)))
                        << encapsulation.name << ", " << way->name << ", "
                        << static_cast<int>(before);
                }
            }
        }
    }
}

}  // namespace
}  // namespace finrst
