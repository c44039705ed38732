// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "host/host_record.h"

#include <string>
#include <string_view>
#include <vector>

namespace finrst {

/// Takes what counters and settings a text holds, line by line.
class CounterLines {
  public:
    explicit CounterLines(HostRecord& record) : record_(record) {}

    /// False where the line is none of these.
    bool take(std::string_view line);
    /// What follows was counted at that time.
    void begin(Time time);
    /// A counter that comes again begins the next count.
    void add(std::string name, std::uint64_t value);

  private:
    bool takeTable(const std::vector<std::string_view>& words);
    bool takeSockstat(const std::vector<std::string_view>& words);
    bool takeNamed(const std::vector<std::string_view>& words);
    bool takeNetstat(std::string_view line, const std::vector<std::string_view>& words);
    bool takeSetting(std::string_view line);
    bool takeSocket(const std::vector<std::string_view>& words);
    void addAddress(Address address);

    HostRecord& record_;
    std::vector<std::string> names_;  // of the table whose values come in the next line
};

}  // namespace finrst
