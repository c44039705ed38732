// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "scene.h"

namespace finrst {

/// The RST is the same packet as the sender's last one, captured once more: flags, numbers, window
/// and IP ID are equal. Two answers of Linux may be equal to the bit, as they have no IP ID: where
/// the capture shows each packet of this conversation several times, one in so many is another.
bool isCopyOfReset(const Scene& scene);

}  // namespace finrst
