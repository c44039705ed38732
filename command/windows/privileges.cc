// SPDX-License-Identifier: GPL-2.0-or-later
#include "privileges.h"

namespace finrst {

/// Npcap's driver lets ordinary users capture.
std::string giveUpPrivileges() {
    return {};
}

}  // namespace finrst
