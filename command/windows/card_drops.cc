// SPDX-License-Identifier: GPL-2.0-or-later
#include "card_drops.h"

namespace finrst {

CardDrops::CardDrops(const std::string& /*interface*/) {}

CardDrops::~CardDrops() = default;

std::uint64_t CardDrops::now() const {
    return 0;
}

}  // namespace finrst
