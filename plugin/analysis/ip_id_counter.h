// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

namespace finrst {

/// The IPv4 identification fields that one sender used, and whether they count up. 0 is no count:
/// the sender left the field empty, as RFC 6864, 4.1 allows with DF.
struct IpIdCounter {
    std::uint16_t last = 0;
    std::uint8_t steps = 0;  ///< IDs that followed closely on the one before; stays at 255
    std::uint8_t jumps = 0;  ///< IDs that did not; stays at 255

    void saw(std::uint16_t id);
    /// So that a foreign ID can be told from the sender's. One step may be chance.
    bool isRunning() const { return steps >= 2 && jumps == 0; }
    /// `id` may be the sender's next one, or one of the next few that it sent elsewhere.
    bool leadsTo(std::uint16_t id) const;
    /// No sender, however busy elsewhere, gets from its last ID to `id` in a second or so.
    bool isFarFrom(std::uint16_t id) const;
};

}  // namespace finrst
