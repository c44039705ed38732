// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/sink.h"

namespace finrst {

/// Standard output. The first write that fails, on a full disk or a closed pipe, is told on
/// standard error, and nothing is written behind it.
class StandardOutput {
  public:
    StandardOutput() = default;
    StandardOutput(const StandardOutput&) = delete;
    StandardOutput& operator=(const StandardOutput&) = delete;

    const Sink& sink() const { return sink_; }
    /// What was written so far goes to its reader.
    void flush();
    bool failed() const { return failed_; }

  private:
    void write(std::string_view text);
    void fail();

    const Sink sink_ = [this](std::string_view text) { write(text); };
    bool failed_ = false;
};

}  // namespace finrst
