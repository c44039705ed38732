// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/siphash.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace finrst {

/// Whether addresses of one network stay together.
enum class Prefixes : std::uint8_t {
    /// Two addresses that share their first n bits share exactly the first n bits afterwards (as
    /// Crypto-PAn, Xu et al. 2002, with SipHash as the pseudo-random function of each prefix).
    kKept,
    /// Two addresses have in common nothing but the kind that they are of.
    kLost,
};

/// Gives every address another one: always the same for the same key, and no two become one.
///
/// An address stays what it is: unspecified, loopback, multicast, broadcast and reserved ones are
/// kept; private (RFC 1918), shared (RFC 6598), link-local, unique local and global unicast ones
/// move within their block; addresses that hold an IPv4 address (RFC 4291 2.5.5.2, RFC 6052 2.1)
/// or a part of an IPv6 address (RFC 3306, RFC 3956, RFC 4489) hold its replacement; groups of a
/// network (RFC 3180, RFC 6034), solicited-node groups (RFC 4291 2.7.1) and the MAC addresses of
/// these get other last bits; a MAC address keeps its group and local bits.
///
/// With `Prefixes::kKept`, the bits in which a public address differs first from each block with
/// rules of its own cannot be turned, or it would fall into the block: SECURITY.md says how many
/// stay. Who already knows some of the addresses, or what was sent when, can undo a good part of
/// it; with `Prefixes::kLost`, of the addresses that are known only.
class AddressMap {
  public:
    static constexpr std::size_t kV4Size = 4;
    static constexpr std::size_t kV6Size = 16;
    static constexpr std::size_t kMacSize = 6;

    explicit AddressMap(const SipHashKey& key, Prefixes prefixes = Prefixes::kKept);

    /// Each replaces the address at `bytes`, which is in network order, in its place.
    void replaceV4(std::uint8_t* bytes);
    void replaceV6(std::uint8_t* bytes);
    void replaceMac(std::uint8_t* bytes);

  private:
    /// Remembers the addresses seen last, one in each slot.
    template <std::size_t kSize>
    struct Cache {
        struct Entry {
            std::array<std::uint8_t, kSize> from;
            std::array<std::uint8_t, kSize> to;
            bool used = false;
        };
        std::vector<Entry> entries;
    };
    enum class Family : std::uint8_t { kV4, kV6, kMac };

    template <std::size_t kSize, typename Compute>
    void replace(Cache<kSize>& cache, std::uint8_t* bytes, Compute compute);
    void computeV4(std::uint8_t* bytes) const;
    void computeV6(std::uint8_t* bytes) const;
    void computeGroupOfNetwork(std::uint8_t* bytes) const;
    void computeMac(std::uint8_t* bytes) const;
    void computeGroupMac(std::uint8_t* bytes) const;
    void computeNodeMac(std::uint8_t* bytes) const;
    /// Replaces all bits from `first` on, those in `kept_bits` (a mask of the first octet) aside.
    void permute(Family family, std::uint8_t* bytes, std::size_t size, unsigned first,
                 std::uint8_t kept_bits) const;

    /// Turns the bits from `first` on all at once, as they all are.
    void scramble(Family family, std::uint8_t* bytes, std::size_t size, unsigned first) const;

    SipHashKey key_;
    Prefixes prefixes_;
    Cache<kV4Size> v4_;
    Cache<kV6Size> v6_;
    Cache<kMacSize> mac_;
};

}  // namespace finrst
