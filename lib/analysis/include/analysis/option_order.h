// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

namespace finrst {

/// Kinds of TCP options (IANA, TCP Option Kind Numbers).
namespace option {
inline constexpr std::uint8_t kEnd = 0;
inline constexpr std::uint8_t kNop = 1;
inline constexpr std::uint8_t kMss = 2;
inline constexpr std::uint8_t kWindowScale = 3;
inline constexpr std::uint8_t kSackPermitted = 4;
inline constexpr std::uint8_t kTimestamps = 8;
inline constexpr std::uint8_t kOther = 15;  ///< this one, and all beyond it
}  // namespace option

/// The kinds of a SYN's options in the order in which they stand, which tells stacks apart. Holds
/// 16 of them, which 40 octets of options seldom exceed; empty where they are not known.
class OptionOrder {
  public:
    constexpr OptionOrder() = default;
    constexpr OptionOrder(std::initializer_list<std::uint8_t> kinds) {
        for (const std::uint8_t kind : kinds) add(kind);
    }
    constexpr void add(std::uint8_t kind) {
        if (size() == kMost) return;
        const std::uint64_t kept = kind < option::kOther ? kind : option::kOther;
        kinds_ |= kept << kBits * size();
    }

    constexpr bool empty() const { return kinds_ == 0; }
    constexpr unsigned size() const {
        return (static_cast<unsigned>(std::bit_width(kinds_)) + kBits - 1) / kBits;
    }
    constexpr std::uint8_t operator[](unsigned i) const {
        return static_cast<std::uint8_t>(kinds_ >> kBits * i & option::kOther);
    }
    constexpr bool has(std::uint8_t kind) const {
        for (unsigned i = 0; i < size(); ++i) {
            if ((*this)[i] == kind) return true;
        }
        return false;
    }
    /// Without what a stack appends for single connections (Fast Open, MPTCP) and the padding in
    /// front of that or at the end.
    constexpr OptionOrder base() const {
        unsigned end = 0;
        while (end < size() && (*this)[end] != option::kOther) ++end;
        while (end > 0 && (*this)[end - 1] == option::kNop) --end;
        OptionOrder kept = *this;
        if (end < kMost) kept.kinds_ &= (std::uint64_t{1} << kBits * end) - 1;
        return kept;
    }
    friend constexpr bool operator==(const OptionOrder&, const OptionOrder&) = default;

  private:
    static constexpr unsigned kBits = 4;
    static constexpr unsigned kMost = 16;

    std::uint64_t kinds_ = 0;  ///< the first one lowest; `option::kEnd` is none of them
};

/// Calls `visit(kind, data)` for each option in `octets`, which are what was captured of a TCP
/// header behind its first 20 octets: up to the end of the list (RFC 9293, 3.1) or to what is
/// malformed, of which the kind is still told. `data`: what was captured behind the option's
/// length.
template <typename Visit>
void forEachOption(std::span<const std::uint8_t> octets, Visit visit) {
    constexpr std::size_t kBeforeData = 2;
    while (!octets.empty() && octets[0] != option::kEnd) {
        const bool is_nop = octets[0] == option::kNop;
        const std::size_t claimed = is_nop ? 1 : octets.size() > 1 ? octets[1] : 0;
        const auto whole = octets.first(std::min(claimed, octets.size()));
        visit(octets[0], whole.subspan(std::min(kBeforeData, whole.size())));
        if (!is_nop && claimed < kBeforeData) return;
        octets = octets.subspan(whole.size());
    }
}

}  // namespace finrst
