// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "packet/packet_layers.h"

#include <cstdint>
#include <span>

namespace finrst {

/// Makes the checksum of one layer anew in `packet`, which is what a copy holds of `original`. To
/// be called for inner layers first. So that it tells nothing of what is not in the copy, it is
/// - zero where the copy does not hold all that it covers, or the original did not;
/// - right where it was right;
/// - zero where it was zero: not used, or left to the network card;
/// - the sum of the pseudo header where it was that: left to the card in part;
/// - wrong in its last bit where it was wrong in any way.
void renewChecksum(ByteView original, const Layer& layer, std::span<std::uint8_t> packet);

}  // namespace finrst
