// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace finrst {

/// What strangers' packets are parsed with: as root, gives up root for the user who called sudo, or
/// else for nobody; as somebody else, gives up what capabilities the program has; for good, as
/// nothing that is executed gets more. Returns what went wrong, in words; empty: nothing.
std::string giveUpPrivileges();

}  // namespace finrst
