// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture_builder.h"

#include <cstdint>
#include <numeric>

namespace finrst {

/// Packets, header by header, in network order.
namespace packet {

inline Bytes n16(std::size_t value) {
    return number(static_cast<std::uint16_t>(value), ByteOrder::kBig);
}
inline Bytes n32(std::size_t value) {
    return number(static_cast<std::uint32_t>(value), ByteOrder::kBig);
}

/// The sum of RFC 1071, written down the plain way.
inline unsigned onesSum(const Bytes& bytes) {
    unsigned sum = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) sum += bytes[i] << (i % 2 == 0 ? 8 : 0);
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
    return sum;
}

inline const Bytes kClient = {198, 51, 100, 7};
inline const Bytes kServer = {203, 0, 113, 9};
inline const Bytes kClient6 = {0x20, 1, 0xd, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7};
inline const Bytes kServer6 = {0x20, 1, 0xd, 0xb8, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9};
inline const Bytes kMacs = {2, 0x12, 0x34, 0x56, 0x78, 0x9a, 2, 0xab, 0xcd, 0xef, 0x12, 0x34};

inline Bytes ethernet(std::size_t type) {
    return kMacs + n16(type);
}

/// `rest_size`: of what follows the header.
inline Bytes ipv4(int protocol, std::size_t rest_size, const Bytes& options = {},
                  std::size_t fragment = 0x4000) {
    const std::size_t size = 20 + options.size();
    Bytes header = Bytes{static_cast<std::uint8_t>(0x40 | size / 4), 0} + n16(size + rest_size) +
                   n16(0x1234) + n16(fragment) + Bytes{64, static_cast<std::uint8_t>(protocol)} +
                   n16(0) + kClient + kServer + options;
    const unsigned checksum = 0xffff - onesSum(header);
    header[10] = static_cast<std::uint8_t>(checksum >> 8);
    header[11] = static_cast<std::uint8_t>(checksum);
    return header;
}

inline Bytes ipv6(int protocol, std::size_t rest_size) {
    return n32(0x60012345) + n16(rest_size) + Bytes{static_cast<std::uint8_t>(protocol), 64} +
           kClient6 + kServer6;
}

inline Bytes tcp(const Bytes& options = {}) {
    return n16(40000) + n16(6379) + n32(1000) + n32(2000) +
           Bytes{static_cast<std::uint8_t>((20 + options.size()) / 4 << 4), 0x18} + n16(512) +
           n16(0) + n16(0) + options;
}

inline Bytes udp(std::size_t destination_port, std::size_t data_size) {
    return n16(50000) + n16(destination_port) + n16(8 + data_size) + n16(0);
}

/// Fills in the checksum at `at` of `segment`, with the pseudo header that belongs to it.
inline Bytes withChecksum(Bytes segment, std::size_t at, int protocol, const Bytes& source,
                          const Bytes& destination) {
    const unsigned checksum =
        0xffff - onesSum(source + destination + n16(static_cast<std::size_t>(protocol)) +
                         n16(segment.size()) + segment);
    segment[at] = static_cast<std::uint8_t>(checksum >> 8);
    segment[at + 1] = static_cast<std::uint8_t>(checksum);
    return segment;
}

/// 0xffff when the checksum in `segment` is right.
inline unsigned checkSum(const Bytes& segment, int protocol, const Bytes& source,
                         const Bytes& destination) {
    return onesSum(source + destination + n16(static_cast<std::size_t>(protocol)) +
                   n16(segment.size()) + segment);
}

inline Bytes part(const Bytes& bytes, std::size_t begin, std::size_t size) {
    return {bytes.begin() + static_cast<std::ptrdiff_t>(begin),
            bytes.begin() + static_cast<std::ptrdiff_t>(begin + size)};
}

}  // namespace packet
}  // namespace finrst
