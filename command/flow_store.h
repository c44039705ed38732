// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/sink.h"

#include <cstdio>
#include <memory>
#include <string_view>

namespace finrst {

/// Keeps texts on the flows that have retired in a temporary file without a name, for output that
/// has them behind what is known only at the end.
class FlowStore {
  public:
    void add(std::string_view text);
    /// Hands over each of the texts, in their order.
    void read(const Sink& sink);
    /// There was no room for all of them.
    bool failed() const { return failed_; }

  private:
    struct Closing {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };

    std::unique_ptr<std::FILE, Closing> file_;
    bool failed_ = false;
};

}  // namespace finrst
