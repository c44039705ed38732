// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/status.h"
#include "format/byte_order.h"

#include <filesystem>

namespace finrst {

/// A file that takes the place of another one at once, or leaves no trace. It is written beside
/// its target, as ".<name>.finrst-<random>", because a rename is atomic (POSIX rename()) only
/// within a file system.
class TemporaryFile {
  public:
    TemporaryFile() = default;
    /// Removes what was written, unless it was committed.
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    /// A symbolic link as target is followed; a target that exists gives its permissions.
    Status create(const std::filesystem::path& target);
    Status write(ByteView bytes);
    /// Waits until the disk has it, then renames. After a failure the target is as it was.
    Status commit();

  private:
    Status failed(const std::string& what, int code) const;

    std::filesystem::path target_;
    std::filesystem::path path_;  ///< empty: there is none to be removed
    int file_ = -1;
};

}  // namespace finrst
