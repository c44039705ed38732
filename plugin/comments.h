// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "wireshark_api.h"

namespace finrst {

/// Adds the frame's comments (packet_comments.h) to what tshark writes, where the preference
/// `finrst.comments` asks for it, once. Not for the first pass, which does not know yet what comes.
/// Does nothing in the window, where the file that is open stays as it is.
void addPacketComment(const packet_info* pinfo) noexcept;

}  // namespace finrst
