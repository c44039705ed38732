// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>

namespace finrst {

inline constexpr std::size_t kLargePage = std::size_t{2} << 20;

/// Memory that begins with a page, large ones where the system has them; null: there is none.
/// `octets` is a multiple of `kLargePage`.
void* takePages(std::size_t octets);
void givePagesBack(void* pages, std::size_t octets);

}  // namespace finrst
