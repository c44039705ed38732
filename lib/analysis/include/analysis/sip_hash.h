// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <bit>
#include <cstdint>

namespace finrst {

/// SipHash with so many rounds for each word and at the end (J.-P. Aumasson, D. J. Bernstein:
/// SipHash, a fast short-input PRF, 2012), word by word.
template <int kRounds, int kLastRounds>
class SipHash {
  public:
    SipHash(std::uint64_t k0, std::uint64_t k1)
        : v0_(k0 ^ 0x736f6d6570736575),
          v1_(k1 ^ 0x646f72616e646f6d),
          v2_(k0 ^ 0x6c7967656e657261),
          v3_(k1 ^ 0x7465646279746573) {}

    void take(std::uint64_t word) {
        v3_ ^= word;
        for (int i = 0; i < kRounds; ++i) mix();
        v0_ ^= word;
    }

    /// `last`: the octets behind the last whole word, and how many octets there were in all, modulo
    /// 256, as the highest octet.
    std::uint64_t finish(std::uint64_t last) {
        take(last);
        v2_ ^= 0xff;
        for (int i = 0; i < kLastRounds; ++i) mix();
        return v0_ ^ v1_ ^ v2_ ^ v3_;
    }

  private:
    void mix() {
        v0_ += v1_;
        v1_ = std::rotl(v1_, 13) ^ v0_;
        v0_ = std::rotl(v0_, 32);
        v2_ += v3_;
        v3_ = std::rotl(v3_, 16) ^ v2_;
        v0_ += v3_;
        v3_ = std::rotl(v3_, 21) ^ v0_;
        v2_ += v1_;
        v1_ = std::rotl(v1_, 17) ^ v2_;
        v2_ = std::rotl(v2_, 32);
    }

    std::uint64_t v0_, v1_, v2_, v3_;
};

}  // namespace finrst
