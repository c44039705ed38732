// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/quantiles.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>

namespace finrst {

/// Any number of values, 0 or more, in little memory: sixteen bins for each power of two. What it
/// says of its values is off by 1/32 at most; of the least and the greatest it knows all.
class LogHistogram {
  public:
    void add(std::uint64_t value) {
        min_ = count_ == 0 ? value : std::min(min_, value);
        max_ = std::max(max_, value);
        ++count_;
        ++bins_[binOf(value)];
    }

    std::uint64_t count() const { return count_; }
    /// As `Quantiles::of`.
    Quantiles<std::uint64_t> quantiles() const {
        if (count_ == 0) return {};
        return {min_, at(1), at(5), at(9), max_};
    }

  private:
    static constexpr int kBits = 4;  // of a value below its highest one

    static std::uint16_t binOf(std::uint64_t value) {
        const int shift = std::max(0, static_cast<int>(std::bit_width(value)) - kBits - 1);
        return static_cast<std::uint16_t>((static_cast<unsigned>(shift) << kBits) +
                                          (value >> shift));
    }
    /// The value in the middle of a bin.
    static std::uint64_t middleOf(std::uint16_t bin) {
        const int shift = std::max(0, (bin >> kBits) - 1);
        const std::uint64_t least = static_cast<std::uint64_t>(bin - (shift << kBits)) << shift;
        return least + (std::uint64_t{1} << shift) / 2;
    }

    std::uint64_t at(std::uint64_t tenths) const {
        const std::uint64_t rank = (count_ - 1) * tenths / 10;
        std::uint64_t below = 0;
        auto bin = bins_.begin();
        while (below + bin->second <= rank) {
            below += bin->second;
            ++bin;
        }
        return std::clamp(middleOf(bin->first), min_, max_);
    }

    std::map<std::uint16_t, std::uint64_t> bins_;
    std::uint64_t count_ = 0;
    std::uint64_t min_ = 0;
    std::uint64_t max_ = 0;
};

}  // namespace finrst
