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
    void addWord(std::uint16_t word) { sum_ += word; }

    std::uint16_t folded() const {
        std::uint64_t sum = sum_;
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return static_cast<std::uint16_t>(sum);
    }

  private:
    std::uint64_t sum_ = 0;
};

}  // namespace finrst
