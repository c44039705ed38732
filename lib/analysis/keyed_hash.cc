// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/keyed_hash.h"

#include <random>

namespace finrst {

KeyedHash KeyedHash::withRandomKey() {
    std::random_device source;
    const auto word = [&source] { return std::uint64_t{source()} << 32 | source(); };
    return KeyedHash({word(), word()});
}

}  // namespace finrst
