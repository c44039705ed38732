// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "wireshark_api.h"

namespace finrst {

// tshark without -2 passes over a capture once. Nobody can ask later about what is not read while
// a frame is dissected; and most of its runs read nothing of finrst. Their captures are not
// analysed.

/// Whether somebody reads expert infos: in this tree (which may be null), in these columns (which
/// may be null), or by a tap.
bool areExpertInfosRead(proto_tree* tree, column_info* columns);

/// Registers the tap by which tshark shows that a pass is its only one.
void registerReaders();

/// A capture was opened: who reads its analysis is not known.
void lookForReaders();
/// The capture is closed.
void stopLookingForReaders();

/// Call for each TCP segment while Wireshark dissects it. Returns whether somebody reads the
/// analysis, or may read it later; true for the first segment. False is told once: there is nothing
/// more to ask then.
bool isRead(packet_info* pinfo);

}  // namespace finrst
