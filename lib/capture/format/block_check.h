// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/block.h"

namespace finrst {

/// What is wrong with the options of a block of `type`, or null: an option that reaches past the
/// end, or one whose length contradicts its meaning, so that Wireshark would refuse the file.
const char* findOptionDamage(BlockType type, ByteView options, ByteOrder order);

/// What is wrong with a block that is copied as it is, or null. Packets and sections are not looked
/// at.
const char* findBlockDamage(const Block& block);

}  // namespace finrst
