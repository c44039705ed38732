// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/address.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

namespace finrst {
namespace {

Address v6(const std::array<unsigned, 8>& groups) {
    std::array<std::uint8_t, Address::kV6Size> bytes;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        bytes[2 * i] = static_cast<std::uint8_t>(groups[i] >> 8);
        bytes[2 * i + 1] = static_cast<std::uint8_t>(groups[i]);
    }
    return Address::fromV6(bytes.data());
}

TEST(Address, PrintsDottedDecimal) {
    const std::array<std::uint8_t, 4> bytes = {10, 0, 255, 1};
    EXPECT_EQ(Address::fromV4(bytes.data()).toString(), "10.0.255.1");
}

// RFC 5952, 4.2: the longest run of zeros is shortened, the first of equals, never a single group.
TEST(Address, ShortensTheLongestRunOfZeros) {
    EXPECT_EQ(v6({0x2001, 0xdb8, 0, 0, 0, 0, 0, 1}).toString(), "2001:db8::1");
    EXPECT_EQ(v6({0x2001, 0, 0, 1, 0, 0, 0, 1}).toString(), "2001:0:0:1::1");
    EXPECT_EQ(v6({0x2001, 0xdb8, 0, 0, 1, 0, 0, 1}).toString(), "2001:db8::1:0:0:1");
    EXPECT_EQ(v6({0x2001, 0xdb8, 0, 1, 1, 1, 1, 1}).toString(), "2001:db8:0:1:1:1:1:1");
}

TEST(Address, ShortensZerosAtTheEnds) {
    EXPECT_EQ(v6({0, 0, 0, 0, 0, 0, 0, 0}).toString(), "::");
    EXPECT_EQ(v6({0, 0, 0, 0, 0, 0, 0, 1}).toString(), "::1");
    EXPECT_EQ(v6({0xfe80, 0, 0, 0, 0, 0, 0, 0}).toString(), "fe80::");
}

TEST(Address, SortsByItsBytes) {
    const auto v4 = [](const std::array<std::uint8_t, 4>& bytes) {
        return Address::fromV4(bytes.data());
    };
    const std::vector<Address> sorted = {v6({0, 0, 0, 0, 0, 0, 0, 1}),
                                         v4({9, 0, 0, 255}),
                                         v4({10, 0, 0, 2}),
                                         v4({10, 0, 0, 10}),
                                         v4({10, 0, 1, 0}),
                                         v6({0x2001, 0, 0, 0, 0, 0, 2, 0}),
                                         v6({0x2001, 0, 0, 1, 0, 0, 1, 0})};
    EXPECT_EQ(std::adjacent_find(sorted.begin(), sorted.end(), std::greater_equal()), sorted.end());
}

}  // namespace
}  // namespace finrst
