// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace finrst {

inline constexpr const char* kResetTreeOption = "finrst,tree";
inline constexpr const char* kResetTreeDescription =
    "Resets by verdict, cause and sender; without the dialog also in the window: Statistics, "
    "FIN-RST";

/// Registers the tree with Wireshark, which appends ",tree" to its name.
void registerResetTree();

}  // namespace finrst
