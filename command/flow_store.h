// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/incidents.h"

#include <cstdio>
#include <functional>
#include <memory>
#include <string_view>

namespace finrst {

/// Keeps texts on the flows that have retired, each with the place of its RST, in a temporary file
/// without a name, for output that has them behind what is known only at the end.
class FlowStore {
  public:
    /// Opens the file.
    FlowStore();
    void add(std::string_view text, const IncidentPlace& place);
    /// Hands over each of them, in their order.
    void read(const std::function<void(std::string_view, const IncidentPlace&)>& take);
    /// There was no room for all of them.
    bool failed() const { return failed_; }

  private:
    struct Entry {
        std::uint64_t size;  ///< of the text that follows
        IncidentPlace place;
    };
    struct Closing {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };

    std::unique_ptr<std::FILE, Closing> file_;
    bool failed_ = false;
};

}  // namespace finrst
