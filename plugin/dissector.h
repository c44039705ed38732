// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace finrst {

/// Registers protocol, fields, expert infos and preferences. Called once, by Wireshark.
void registerProtocol();

/// Puts finrst in front of TCP. Called by Wireshark at start, and again when preferences change.
void registerHandoff();

/// Why no segment is looked at, and what to do about it, as a sentence; null: all are. A change has
/// Wireshark read the capture again.
const char* switchedOff();

}  // namespace finrst
