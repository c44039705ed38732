// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/kernel_word.h"
#include "analysis/time.h"
#include "host/host_record.h"

#include <cstdint>
#include <vector>

namespace finrst {

/// How many TIME_WAIT buckets a host had refused, by time (TcpExtTCPTimeWaitOverflow).
class RefusalCount {
  public:
    explicit RefusalCount(const HostRecord& record);

    /// What is told of a close that asked for its bucket at `begin` and was reset at `end`, times
    /// of the record; as far as `slack` may be between them and the record's clock.
    TableWord wordOf(Time begin, Time end, Duration slack) const;

    bool everMoved() const {
        return !counts_.empty() && counts_.back().refused > counts_.front().refused;
    }

  private:
    struct Count {
        Time time;
        std::uint64_t refused;
    };

    bool covers(Time from, Time to) const;
    bool movedBetween(Time from, Time to) const;

    std::vector<Count> counts_;  // in order of time
};

}  // namespace finrst
