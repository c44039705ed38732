// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/stable_vector.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace finrst {

/// The indexes that elements of a sequence have after others were dropped from it.
class Renumbering {
  public:
    /// Of a sequence of which all are kept for which `isKept(index)` holds.
    template <typename IsKept>
    Renumbering(std::size_t size, IsKept isKept) : new_(size, kDropped) {
        for (std::size_t i = 0; i < size; ++i) {
            if (isKept(i)) new_[i] = kept_++;
        }
    }

    static constexpr std::uint32_t kDropped = 0xffffffff;  ///< as `kNoIndex`

    /// kDropped of an element that was dropped, and of no element.
    std::uint32_t operator()(std::uint32_t before) const {
        return before < new_.size() ? new_[before] : kDropped;
    }
    bool keeps(std::uint32_t before) const { return (*this)(before) != kDropped; }

    /// Moves what is kept to its new place, and drops the rest.
    template <typename T>
    void apply(StableVector<T>& all) const {
        for (std::size_t i = 0; i < new_.size(); ++i) {
            if (new_[i] != kDropped && new_[i] != i) all[new_[i]] = std::move(all[i]);
        }
        all.shrink(kept_);
    }

  private:
    std::vector<std::uint32_t> new_;
    std::uint32_t kept_ = 0;
};

}  // namespace finrst
