// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet/address_map.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>

namespace finrst {

namespace {

// Powers of two. A new IPv4 address costs up to 32 hashes, one that was seen lately none.
constexpr std::size_t kV4Entries = std::size_t{1} << 16;
constexpr std::size_t kV6Entries = std::size_t{1} << 14;
constexpr std::size_t kMacEntries = std::size_t{1} << 12;
constexpr std::uint8_t kGroupBit = 0x01;  // IEEE 802, of a MAC address's first octet
constexpr std::uint8_t kLocalBit = 0x02;

enum class Fate : std::uint8_t {
    kKept,         ///< addresses in the block stay
    kWithin,       ///< addresses stay in the block
    kHoldsV4,      ///< the last four octets are an IPv4 address
    kHoldsPrefix,  ///< the octets 4 to 11 are the prefix of an IPv6 address, or the end of one
};

/// A block of addresses that is mapped onto itself. Along the way from the root to it no bit may
/// be turned, or other addresses would be mapped into it.
struct Range {
    std::array<std::uint8_t, AddressMap::kV6Size> prefix;
    unsigned bits;
    Fate fate;
};

// A range within another one comes after it.
constexpr Range kV4Ranges[] = {
    {{0}, 8, Fate::kKept},            // RFC 6890: "this network"
    {{10}, 8, Fate::kWithin},         // RFC 1918
    {{100, 64}, 10, Fate::kWithin},   // RFC 6598
    {{127}, 8, Fate::kKept},          // loopback
    {{169, 254}, 16, Fate::kWithin},  // RFC 3927
    {{172, 16}, 12, Fate::kWithin},   // RFC 1918
    {{192, 168}, 16, Fate::kWithin},  // RFC 1918
    {{224}, 4, Fate::kKept},          // multicast
    {{233}, 8, Fate::kWithin},        // RFC 3180: of an autonomous system
    {{234}, 8, Fate::kWithin},        // RFC 6034: of a network
    {{240}, 4, Fate::kKept},          // reserved, broadcast
};

constexpr Range kV6Ranges[] = {
    {{}, 128, Fate::kKept},                                                // ::
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, Fate::kKept},  // ::1
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, Fate::kHoldsV4},      // ::ffff:0:0
    {{0x00, 0x64, 0xff, 0x9b}, 96, Fate::kHoldsV4},                        // 64:ff9b::
    {{0x20}, 3, Fate::kWithin},                                            // global
    {{0xfc}, 8, Fate::kWithin},                                            // RFC 4193
    {{0xfd}, 8, Fate::kWithin},                                            // RFC 4193
    {{0xfe, 0x80}, 64, Fate::kWithin},                                     // link-local
    {{0xff}, 8, Fate::kKept},                                              // multicast
    {{0xff, 0x30}, 12, Fate::kHoldsPrefix},                                // RFC 3306
    {{0xff, 0x70}, 12, Fate::kHoldsPrefix},                                // RFC 3956
    {{0xff, 0xb0}, 12, Fate::kHoldsPrefix},                                // RFC 7371
    {{0xff, 0xf0}, 12, Fate::kHoldsPrefix},                                // RFC 7371
    {{0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff}, 104, Fate::kWithin},   // solicited node
};

unsigned commonBits(const std::uint8_t* a, const std::uint8_t* b, unsigned limit) {
    for (unsigned i = 0; 8 * i < limit; ++i) {
        const auto difference = static_cast<std::uint8_t>(a[i] ^ b[i]);
        if (difference != 0) {
            return std::min(limit, 8 * i + static_cast<unsigned>(std::countl_zero(difference)));
        }
    }
    return limit;
}

struct Place {
    unsigned fixed_bits = 0;  ///< the first bits, which must not be turned
    const Range* range = nullptr;
};

Place findPlace(const std::uint8_t* address, std::span<const Range> ranges) {
    Place place;
    for (const Range& range : ranges) {
        const unsigned common = commonBits(address, range.prefix.data(), range.bits);
        place.fixed_bits = std::max(place.fixed_bits, std::min(common + 1, range.bits));
        if (common == range.bits) place.range = &range;
    }
    return place;
}

bool has(const Place& place, Fate fate) {
    return place.range != nullptr && place.range->fate == fate;
}

bool isNone(const std::uint8_t* mac) {
    return std::all_of(mac, mac + AddressMap::kMacSize, [](auto octet) { return octet == 0; });
}

}  // namespace

AddressMap::AddressMap(const SipHashKey& key, Prefixes prefixes) : key_(key), prefixes_(prefixes) {
    v4_.entries.resize(kV4Entries);
    v6_.entries.resize(kV6Entries);
    mac_.entries.resize(kMacEntries);
}

template <std::size_t kSize, typename Compute>
void AddressMap::replace(Cache<kSize>& cache, std::uint8_t* bytes, Compute compute) {
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < kSize; ++i) hash = (hash ^ bytes[i]) * 0x100000001b3;  // FNV-1
    auto& entry = cache.entries[(hash ^ hash >> 32) & (cache.entries.size() - 1)];
    if (!entry.used || std::memcmp(entry.from.data(), bytes, kSize) != 0) {
        std::memcpy(entry.from.data(), bytes, kSize);
        std::memcpy(entry.to.data(), bytes, kSize);
        compute(entry.to.data());
        entry.used = true;
    }
    std::memcpy(bytes, entry.to.data(), kSize);
}

void AddressMap::replaceV4(std::uint8_t* bytes) {
    replace(v4_, bytes, [this](std::uint8_t* address) { computeV4(address); });
}

void AddressMap::replaceV6(std::uint8_t* bytes) {
    replace(v6_, bytes, [this](std::uint8_t* address) { computeV6(address); });
}

void AddressMap::replaceMac(std::uint8_t* bytes) {
    replace(mac_, bytes, [this](std::uint8_t* address) { computeMac(address); });
}

void AddressMap::computeV4(std::uint8_t* bytes) const {
    const Place place = findPlace(bytes, kV4Ranges);
    if (has(place, Fate::kKept)) return;
    if (prefixes_ == Prefixes::kKept) {
        return permute(Family::kV4, bytes, kV4Size, place.fixed_bits, 0);
    }
    // Until it is of its kind again: at the latest, it comes back to where it began.
    do {
        scramble(Family::kV4, bytes, kV4Size, place.range ? place.range->bits : 0);
    } while (findPlace(bytes, kV4Ranges).range != place.range);
}

void AddressMap::computeV6(std::uint8_t* bytes) const {
    const Place place = findPlace(bytes, kV6Ranges);
    if (has(place, Fate::kKept)) return;
    if (has(place, Fate::kHoldsV4)) return computeV4(bytes + kV6Size - kV4Size);
    if (has(place, Fate::kHoldsPrefix)) return computeGroupOfNetwork(bytes);
    if (prefixes_ == Prefixes::kKept) {
        return permute(Family::kV6, bytes, kV6Size, place.fixed_bits, 0);
    }
    do {
        scramble(Family::kV6, bytes, kV6Size, place.range ? place.range->bits : 0);
    } while (findPlace(bytes, kV6Ranges).range != place.range);
}

/// RFC 4489: with 255 for the prefix's length, it is the end of the host's link-local address.
void AddressMap::computeGroupOfNetwork(std::uint8_t* bytes) const {
    const bool is_end = bytes[3] == 255;
    std::array<std::uint8_t, kV6Size> unicast{};
    if (is_end) unicast = {0xfe, 0x80};
    auto* const held = unicast.data() + (is_end ? 8 : 0);
    std::copy_n(bytes + 4, 8, held);
    computeV6(unicast.data());
    std::copy_n(held, 8, bytes + 4);
}

void AddressMap::computeMac(std::uint8_t* bytes) const {
    constexpr std::uint8_t kKind = kGroupBit | kLocalBit;
    const auto kind = static_cast<std::uint8_t>(bytes[0] & kKind);
    if ((kind & kGroupBit) != 0) return computeGroupMac(bytes);
    if (isNone(bytes)) return;  // as on a loopback interface
    do {
        if (prefixes_ == Prefixes::kKept) {
            permute(Family::kMac, bytes, kMacSize, 0, kKind);
        } else {
            scramble(Family::kMac, bytes, kMacSize, 0);
        }
    } while ((bytes[0] & kKind) != kind || isNone(bytes));
}

void AddressMap::computeGroupMac(std::uint8_t* bytes) const {
    if (bytes[0] == 0x33 && bytes[1] == 0x33 && bytes[2] == 0xff) return computeNodeMac(bytes);
    constexpr std::array<std::uint8_t, 3> kV4Groups = {0x01, 0x00, 0x5e};
    if (!std::equal(kV4Groups.begin(), kV4Groups.end(), bytes)) return;
    // RFC 1112, 6.4: the last 23 bits are those of the group, which may be those of a network.
    // Where they are the first of all groups, they are of 224.0.0.0/24.
    constexpr unsigned kHeld = 25;
    const auto isLocal = [&] { return (bytes[3] & 0x7f) == 0 && bytes[4] == 0; };
    if (isLocal()) return;
    do {
        if (prefixes_ == Prefixes::kKept) {
            permute(Family::kMac, bytes, kMacSize, kHeld, 0);
        } else {
            scramble(Family::kMac, bytes, kMacSize, kHeld);
        }
    } while (isLocal());
}

/// RFC 2464, 7: 33-33 and the last four octets of a solicited-node group.
void AddressMap::computeNodeMac(std::uint8_t* bytes) const {
    std::array<std::uint8_t, kV6Size> group = {0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    std::copy_n(bytes + 2, 4, group.begin() + 12);
    computeV6(group.data());
    std::copy_n(group.begin() + 12, 4, bytes + 2);
}

void AddressMap::permute(Family family, std::uint8_t* bytes, std::size_t size, unsigned first,
                         std::uint8_t kept_bits) const {
    std::array<std::uint8_t, 2 + kV6Size> message{};  // family, number of bits, the bits
    message[0] = static_cast<std::uint8_t>(family);
    std::array<std::uint8_t, kV6Size> original{};
    std::copy_n(bytes, size, original.begin());
    for (unsigned bit = 0; bit < 8 * size; ++bit) {
        const auto mask = static_cast<std::uint8_t>(0x80 >> bit % 8);
        message[1] = static_cast<std::uint8_t>(bit);
        const bool kept = bit < first || (bit < 8 && (kept_bits & mask) != 0);
        if (!kept && (sipHash(key_, message) & 1) != 0) bytes[bit / 8] ^= mask;
        message[2 + bit / 8] |= static_cast<std::uint8_t>(original[bit / 8] & mask);
    }
}

/// A Feistel network (Luby and Rackoff, 1988): each round turns one half of the bits by what the
/// other half is, so that no two addresses become one.
void AddressMap::scramble(Family family, std::uint8_t* bytes, std::size_t size,
                          unsigned first) const {
    constexpr int kRounds = 10;  // the halves may be as small as eight bits
    const auto last = static_cast<unsigned>(8 * size);
    const unsigned middle = (first + last) / 2;
    for (int round = 0; round < kRounds; ++round) {
        const unsigned begin = round % 2 == 0 ? middle : first;
        const unsigned end = round % 2 == 0 ? last : middle;
        std::array<std::uint8_t, 2 + kV6Size> message{};  // family, round, the other bits
        message[0] = static_cast<std::uint8_t>(family);
        message[1] = static_cast<std::uint8_t>(round);
        std::copy_n(bytes, size, message.begin() + 2);
        for (unsigned bit = begin; bit < end; ++bit) {
            message[2 + bit / 8] &= static_cast<std::uint8_t>(~(0x80 >> bit % 8));
        }
        const std::uint64_t hash = sipHash(key_, message);
        for (unsigned bit = begin; bit < end; ++bit) {
            const bool turns = (hash >> (bit - begin) & 1) != 0;
            if (turns) bytes[bit / 8] ^= static_cast<std::uint8_t>(0x80 >> bit % 8);
        }
    }
}

}  // namespace finrst
