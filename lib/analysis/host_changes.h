// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/host_statistics.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace finrst {

/// What changed in which seconds of a host, told in any order: resets, and states as differences,
/// below zero by unsigned wrap-around. Memory grows with the seconds, not with what is told.
class HostChanges {
  public:
    /// To be added to, before the next call.
    HostSecond& in(std::int64_t second) {
        if (changes_.empty() || changes_.back().second != second) begin(second);
        return changes_.back();
    }
    bool empty() const { return changes_.empty(); }
    /// One for each second that was told, in the order of time.
    std::vector<HostSecond> take();

  private:
    void begin(std::int64_t second);
    void sumUp();

    static constexpr std::size_t kLeast = 64;

    // What comes is mostly of the latest second; of others, there is more than one until they are
    // summed up.
    std::vector<HostSecond> changes_;
    std::size_t most_ = kLeast;  // before they are
};

}  // namespace finrst
