// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "packet/packet_layers.h"

#include <cstdint>
#include <span>

namespace finrst {

/// Brings the checksum of one layer up to date with what differs between `original` and `packet`
/// in what it covers; nothing differs from `changes_end` on. To be called for inner layers first.
/// A checksum that was not captured, or is not used, stays.
void correctChecksum(ByteView original, const Layer& layer, std::uint32_t changes_end,
                     std::span<std::uint8_t> packet);

}  // namespace finrst
