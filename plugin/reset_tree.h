// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace finrst {

/// Registers `-z finrst,tree`, in the window Statistics > FIN-RST: resets by verdict, cause and
/// sender.
void registerResetTree();

}  // namespace finrst
