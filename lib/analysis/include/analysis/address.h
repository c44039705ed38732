// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

namespace finrst {

/// An IPv4 or IPv6 address. IPv4 is held as an IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2), so
/// that both kinds compare, hash and sort as sixteen bytes.
class Address {
  public:
    static constexpr std::size_t kV4Size = 4;
    static constexpr std::size_t kV6Size = 16;

    Address() = default;

    /// `bytes` points to four bytes in network order.
    static Address fromV4(const void* bytes) {
        Address address;
        address.bytes_[10] = address.bytes_[11] = 0xff;
        std::memcpy(&address.bytes_[12], bytes, kV4Size);
        return address;
    }

    /// `bytes` points to sixteen bytes in network order.
    static Address fromV6(const void* bytes) {
        Address address;
        std::memcpy(address.bytes_.data(), bytes, kV6Size);
        return address;
    }

    bool isV4() const {
        static constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0,    0,
                                                                 0, 0, 0, 0, 0xff, 0xff};
        return std::memcmp(bytes_.data(), kMapped.data(), kMapped.size()) == 0;
    }

    const std::array<std::uint8_t, kV6Size>& bytes() const { return bytes_; }
    /// The same in two words: fast to hash and to compare, in an order that is not that of `<`.
    std::array<std::uint64_t, 2> halves() const {
        return std::bit_cast<std::array<std::uint64_t, 2>>(bytes_);
    }

    /// The last two bytes, in which the hosts of a network differ.
    std::uint16_t tail() const { return static_cast<std::uint16_t>(bytes_[14] << 8 | bytes_[15]); }

    /// Dotted decimal, or the canonical form of RFC 5952.
    std::string toString() const;

    /// As the sixteen bytes, one after the other.
    friend std::strong_ordering operator<=>(const Address& a, const Address& b) {
        const auto [a0, a1] = a.inOrder();
        const auto [b0, b1] = b.inOrder();
        return a0 == b0 ? a1 <=> b1 : a0 <=> b0;
    }
    friend bool operator==(const Address& a, const Address& b) {
        const auto [a0, a1] = a.halves();
        const auto [b0, b1] = b.halves();
        return a0 == b0 && a1 == b1;
    }

  private:
    /// Both halves, the first byte as the highest one.
    std::array<std::uint64_t, 2> inOrder() const {
        const auto [first, second] = halves();
        if constexpr (std::endian::native == std::endian::big) return {first, second};
        return {__builtin_bswap64(first), __builtin_bswap64(second)};
    }

    std::array<std::uint8_t, kV6Size> bytes_{};
};

}  // namespace finrst
