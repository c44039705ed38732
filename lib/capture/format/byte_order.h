// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace finrst {

using ByteView = std::span<const std::uint8_t>;

/// The order in which a file, or a section of it, holds the octets of a number.
enum class ByteOrder : std::uint8_t { kLittle, kBig };

/// The order of the machine that this runs on.
constexpr ByteOrder kNativeOrder =
    std::endian::native == std::endian::big ? ByteOrder::kBig : ByteOrder::kLittle;

/// The number with its octets in the other order.
template <typename Number>
constexpr Number swapped(Number number) {
    if constexpr (sizeof(Number) == 2) return __builtin_bswap16(number);
    if constexpr (sizeof(Number) == 4) return __builtin_bswap32(number);
    if constexpr (sizeof(Number) == 8) return __builtin_bswap64(number);
}

/// Reads an unsigned number at `bytes`, which need not be aligned.
template <typename Number>
Number load(const std::uint8_t* bytes, ByteOrder order) {
    Number number;
    std::memcpy(&number, bytes, sizeof number);
    return order == kNativeOrder ? number : swapped(number);
}

/// Writes an unsigned number to `bytes`, which need not be aligned.
template <typename Number>
void store(std::uint8_t* bytes, Number value, ByteOrder order) {
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
        const std::size_t shift = 8 * (order == ByteOrder::kBig ? sizeof(Number) - 1 - i : i);
        bytes[i] = static_cast<std::uint8_t>(std::uint64_t{value} >> shift);
    }
}

/// Numbers in packet headers are big-endian ("network order").
inline std::uint16_t loadNet16(const std::uint8_t* bytes) {
    return load<std::uint16_t>(bytes, ByteOrder::kBig);
}

/// pcapng pads everything to a multiple of four octets.
constexpr std::size_t padded(std::size_t size) {
    return (size + 3) & ~std::size_t{3};
}

}  // namespace finrst
