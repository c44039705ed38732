// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/keyed_hash.h"

#include <gtest/gtest.h>

namespace finrst {
namespace {

/// As CPython 3.11 has it under this key: `PYTHONHASHSEED=0 python3 -c 'hash(bytes(range(16)))'`.
TEST(KeyedHash, IsSipHash13) {
    const KeyedHash hash({0, 0});
    EXPECT_EQ(hash(std::array<std::uint64_t, 2>{0x0706050403020100, 0x0f0e0d0c0b0a0908}),
              0x8972188433a5c5b7);
    EXPECT_EQ(hash(std::array<std::uint64_t, 5>{0x0706050403020100, 0x0f0e0d0c0b0a0908,
                                                0x1716151413121110, 0x1f1e1d1c1b1a1918,
                                                0x2726252423222120}),
              0x95bc321ab41d8206);
}

TEST(KeyedHash, HasAKeyOfItsOwn) {
    const std::array<std::uint64_t, 1> word = {1};
    EXPECT_NE(KeyedHash::withRandomKey()(word), KeyedHash::withRandomKey()(word));
}

}  // namespace
}  // namespace finrst
