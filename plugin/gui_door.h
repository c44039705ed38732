// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace finrst {

/// Adds the dialog to the Statistics menu of protocol `proto`. Nothing of Qt is loaded before the
/// user asks for it; in tshark nobody does.
void registerMenu(int proto);

/// Whether there is a window, and it has read all packets of its capture.
bool hasWindowRead();

}  // namespace finrst
