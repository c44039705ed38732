// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace finrst {

/// SipHash-1-3 (J.-P. Aumasson, D. J. Bernstein: SipHash, a fast short-input PRF, 2012) of whole
/// words, under a key: who chooses the addresses of a capture, but does not know the key, cannot
/// choose where they stand in a table.
class KeyedHash {
  public:
    using Key = std::array<std::uint64_t, 2>;

    explicit KeyedHash(const Key& key) : key_(key) {}
    /// With a key drawn from `std::random_device`.
    static KeyedHash withRandomKey();

    template <std::size_t N>
    std::uint64_t operator()(const std::array<std::uint64_t, N>& words) const {
        State state = {key_[0] ^ 0x736f6d6570736575, key_[1] ^ 0x646f72616e646f6d,
                       key_[0] ^ 0x6c7967656e657261, key_[1] ^ 0x7465646279746573};
        for (const std::uint64_t word : words) state.take(word);
        state.take(std::uint64_t{N * sizeof(std::uint64_t)} << 56);
        state.c ^= 0xff;
        for (int i = 0; i < 3; ++i) state.mix();
        return state.a ^ state.b ^ state.c ^ state.d;
    }

  private:
    struct State {
        std::uint64_t a, b, c, d;

        void take(std::uint64_t word) {
            d ^= word;
            mix();
            a ^= word;
        }
        void mix() {
            a += b;
            b = std::rotl(b, 13) ^ a;
            a = std::rotl(a, 32);
            c += d;
            d = std::rotl(d, 16) ^ c;
            a += d;
            d = std::rotl(d, 21) ^ a;
            c += b;
            b = std::rotl(b, 17) ^ c;
            c = std::rotl(c, 32);
        }
    };

    Key key_;
};

}  // namespace finrst
