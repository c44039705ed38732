// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/sip_hash.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace finrst {

/// SipHash-1-3 of whole words, under a key: who chooses the addresses of a capture, but does not
/// know the key, cannot choose where they stand in a table.
class KeyedHash {
  public:
    using Key = std::array<std::uint64_t, 2>;

    explicit KeyedHash(const Key& key) : key_(key) {}
    /// With a key drawn from `std::random_device`.
    static KeyedHash withRandomKey();

    template <std::size_t N>
    std::uint64_t operator()(const std::array<std::uint64_t, N>& words) const {
        SipHash<1, 3> hash(key_[0], key_[1]);
        for (const std::uint64_t word : words) hash.take(word);
        return hash.finish(std::uint64_t{N * sizeof(std::uint64_t)} << 56);
    }

  private:
    Key key_;
};

}  // namespace finrst
