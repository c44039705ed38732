// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

namespace finrst {

/// A TCP sequence number: arithmetic modulo 2^32 (RFC 9293, 3.4). There is no total order, so there
/// is no operator<; `a.precedes(b)` holds when a is less than half the number space behind b.
class SequenceNumber {
  public:
    SequenceNumber() = default;
    constexpr explicit SequenceNumber(std::uint32_t value) : value_(value) {}

    constexpr std::uint32_t value() const { return value_; }

    constexpr bool precedes(SequenceNumber other) const { return other - *this > 0; }

    /// How far `to` lies ahead of `from`; negative when it lies behind.
    friend constexpr std::int32_t operator-(SequenceNumber to, SequenceNumber from) {
        return static_cast<std::int32_t>(to.value_ - from.value_);
    }
    friend constexpr SequenceNumber operator+(SequenceNumber number, std::uint32_t octets) {
        return SequenceNumber(number.value_ + octets);
    }
    friend constexpr bool operator==(SequenceNumber, SequenceNumber) = default;

  private:
    std::uint32_t value_ = 0;
};

}  // namespace finrst
