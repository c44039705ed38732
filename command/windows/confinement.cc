// SPDX-License-Identifier: GPL-2.0-or-later
#include "confinement.h"

namespace finrst {

/// Windows confines processes that are started so, not those that run.
std::string confine() {
    return {};
}

}  // namespace finrst
