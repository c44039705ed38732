// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>

namespace finrst {

/// Each row stands where the value in its member `value` says: a table that is read by index.
template <typename Entries, typename Member>
constexpr bool isInOrder(const Entries& entries, Member value) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (static_cast<std::size_t>(entries[i].*value) != i) return false;
    }
    return true;
}

}  // namespace finrst
