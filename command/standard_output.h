// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/sink.h"

namespace finrst {

/// Standard output. The first write that fails is told, once, and ends the work.
class StandardOutput {
  public:
    /// Writes what it takes here; nothing any more after a failure.
    const Sink& sink() const { return sink_; }
    /// What was written so far goes to its reader.
    void flush();
    /// A failure was told, unless the reader had enough (a closed pipe).
    bool failed() const { return failed_; }
    /// Nobody takes what is written.
    bool isOver() const { return failed_ || reader_is_gone_; }

  private:
    void write(std::string_view text);
    void noteFailure();

    Sink sink_ = [this](std::string_view text) { write(text); };
    bool failed_ = false;
    bool reader_is_gone_ = false;
};

}  // namespace finrst
