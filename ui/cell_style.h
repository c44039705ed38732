// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/address.h"

#include <functional>
#include <string>

namespace finrst {

/// How Wireshark shows the time of a packet, as far as that has a time of day.
enum class TimeDisplay {
    kTimeOfDay,  ///< that of the user; also while Wireshark shows times since another packet
    kDateAndTime,
    kUtcTimeOfDay,
    kUtcDateAndTime,
    kEpoch,  ///< seconds since 1970
};

/// What cells of the dialog follow of Wireshark's own display.
struct CellStyle {
    TimeDisplay time = TimeDisplay::kTimeOfDay;
    /// The name of an address; empty: it has none, or names are not wanted.
    std::function<std::string(const Address&)> name_of = [](const Address&) { return ""; };
};

}  // namespace finrst
