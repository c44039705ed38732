// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/time.h"

#include <cstdint>
#include <optional>
#include <string>

namespace finrst {

/// What a capture says of one of its interfaces.
struct RecordedInterface {
    std::string name;         ///< empty: none
    std::string description;  ///< the same
    std::string filter;       ///< as tcpdump takes it; empty: none, or it is not said
    /// When the recorder stopped, if it says so, and how many packets it dropped.
    std::optional<Time> recorded_until;
    std::uint64_t dropped = 0;  ///< as far as it says so
};

}  // namespace finrst
