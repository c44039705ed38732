// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <vector>

namespace finrst {

/// Least, tenth, half, nine tenths and greatest of some values; all zero without values.
template <typename Value>
struct Quantiles {
    Value min{};
    Value p10{};
    Value median{};
    Value p90{};
    Value max{};

    /// Nearest rank. Sorts `values`.
    static Quantiles of(std::vector<Value>& values) {
        if (values.empty()) return {};
        std::sort(values.begin(), values.end());
        const auto at = [&](std::size_t tenths) {
            return values[(values.size() - 1) * tenths / 10];
        };
        return {at(0), at(1), at(5), at(9), at(10)};
    }
};

}  // namespace finrst
