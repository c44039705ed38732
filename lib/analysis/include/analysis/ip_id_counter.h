// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <limits>

namespace finrst {

/// The IPv4 identification fields that one sender used, and whether they count up. 0 is no count:
/// the sender left the field empty, as RFC 6864, 4.1 allows with DF.
struct IpIdCounter {
    std::uint16_t last = 0;
    std::uint8_t steps = 0;  ///< IDs that followed closely on the one before; stays at 255
    std::uint8_t jumps = 0;  ///< IDs that did not; stays at 255

    void saw(std::uint16_t id) {
        if (id == 0) return;
        const int step = last == 0 ? 0 : stepTo(id);
        const bool changed_places = step < 0 && step >= -kStep;
        if (changed_places) return;
        if (step != 0) countUp(step > 0 && step <= kStep ? steps : jumps);
        last = id;
    }
    /// So that a foreign ID can be told from the sender's. One step may be chance.
    bool isRunning() const { return steps >= 2 && jumps == 0; }
    /// `id` may be the sender's next one, or one of the next few that it sent elsewhere.
    bool leadsTo(std::uint16_t id) const { return stepTo(id) > 0 && stepTo(id) <= kLongStep; }
    /// No sender, however busy elsewhere, gets from its last ID to `id` in a second or so.
    bool isFarFrom(std::uint16_t id) const { return stepTo(id) < -kStep || stepTo(id) > kFar; }

  private:
    static constexpr int kStep = 64;       ///< between neighbours of one counter
    static constexpr int kLongStep = 256;  ///< where segments to others were not captured
    static constexpr int kFar = 4096;

    int stepTo(std::uint16_t id) const {
        return static_cast<std::int16_t>(static_cast<std::uint16_t>(id - last));
    }
    static void countUp(std::uint8_t& counter) {
        if (counter < std::numeric_limits<std::uint8_t>::max()) ++counter;
    }
};

}  // namespace finrst
