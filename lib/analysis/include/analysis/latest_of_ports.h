// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/connection.h"

#include <array>
#include <cstdint>
#include <vector>

namespace finrst {

/// For each port, the two connections with it that were opened last: what a NAT recorded on both
/// sides shows twice has mostly one of its ports in common.
class LatestOfPorts {
  public:
    using Two = std::array<std::uint32_t, 2>;

    void add(std::uint16_t port, std::uint32_t connection) {
        two_[port] = {connection, two_[port][0]};
    }
    /// The latest first; kNoIndex where there was none.
    const Two& of(std::uint16_t port) const { return two_[port]; }

  private:
    std::vector<Two> two_{0x10000, Two{kNoIndex, kNoIndex}};
};

}  // namespace finrst
