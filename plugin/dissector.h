// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace finrst {

/// Registers protocol, fields, expert infos and preferences. Called once, by Wireshark.
void registerProtocol();

/// Puts finrst in front of TCP. Called by Wireshark at start, and again when preferences change.
void registerHandoff();

}  // namespace finrst
