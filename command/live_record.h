// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "host/host_record.h"

#include <sys/types.h>

#include <mutex>
#include <string>
#include <thread>

namespace finrst {

/// What this host says of itself while a live capture runs, by finrst-collect, which is installed
/// beside this program. It runs with the rights that this process has when it is started, and
/// cleans up behind itself however this process ends.
class LiveRecord {
  public:
    /// Starts it, and waits until it traces.
    LiveRecord();
    LiveRecord(const LiveRecord&) = delete;
    LiveRecord& operator=(const LiveRecord&) = delete;
    ~LiveRecord();

    /// Why nothing is recorded: a sentence; empty: it is.
    const std::string& obstacle() const { return obstacle_; }
    /// Ends it, so that the record is whole.
    void end();
    bool hasEnded() const { return control_ < 0; }
    /// What was recorded so far.
    HostRecord record();

  private:
    void read(int output);
    void awaitTrace();

    std::string obstacle_;
    int control_ = -1;  // closed: it is to end
    pid_t keeper_ = -1;
    std::jthread reader_;
    std::mutex mutex_;
    std::string text_;
};

}  // namespace finrst
