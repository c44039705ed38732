// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/byte_order.h"

#include <cstdint>

namespace finrst {

/// The one's complement sum of 16-bit words that Internet checksums are made of (RFC 1071).
class OnesSum {
  public:
    /// Adds octets; an odd last one counts as the upper half of a word.
    void add(ByteView bytes) {
        std::size_t i = 0;
        for (; i + 1 < bytes.size(); i += 2) sum_ += loadNet16(bytes.data() + i);
        if (i < bytes.size()) sum_ += std::uint64_t{bytes[i]} << 8;
    }
    /// Takes octets that were covered before out of the sum: ~m of RFC 1624.
    void subtract(ByteView bytes) {
        std::size_t i = 0;
        for (; i + 1 < bytes.size(); i += 2) addComplement(loadNet16(bytes.data() + i));
        if (i < bytes.size()) addComplement(static_cast<std::uint16_t>(bytes[i] << 8));
    }
    void addComplement(std::uint16_t word) { sum_ += static_cast<std::uint16_t>(~word); }

    std::uint16_t folded() const {
        std::uint64_t sum = sum_;
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return static_cast<std::uint16_t>(sum);
    }

  private:
    std::uint64_t sum_ = 0;
};

/// Brings the checksum at `field` up to date with what was added to and subtracted from the octets
/// that it covers: HC' = ~(~HC + ~m + m'), RFC 1624, equation 3. A checksum that was right is
/// right again; one that was wrong is wrong by the same amount.
inline void updateChecksum(std::uint8_t* field, OnesSum changes) {
    const std::uint16_t change = changes.folded();
    if (change == 0 || change == 0xffff) return;  // both are zero in one's complement
    changes.addComplement(loadNet16(field));
    store(field, static_cast<std::uint16_t>(~changes.folded()), ByteOrder::kBig);
}

}  // namespace finrst
