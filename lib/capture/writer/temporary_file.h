// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/status.h"
#include "format/byte_order.h"

#include <filesystem>

namespace finrst {

/// A file that takes the place of another one at once, or leaves no trace. It is written in the
/// folder of its target, because a rename is atomic (POSIX rename()) only within a file system; and
/// without a name (Linux's O_TMPFILE), so that it is gone with the process, however that ends.
/// Where the file system has no such files, and for the moment before the rename, it is called
/// ".<name>.finrst-<random>".
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
    /// `going_on`, if not null: gets a descriptor of the file, to write more; -1 after a failure.
    Status commit(int* going_on = nullptr);

  private:
    /// Sets `file_`, to -1 with errno when that fails.
    void createNamed();
    /// Gives the file a name. False, with errno, when that fails.
    bool link();
    Status failed(const std::string& what, int code) const;

    std::filesystem::path target_;
    std::filesystem::path path_;  ///< empty: it has no name, there is nothing to be removed
    int file_ = -1;
};

}  // namespace finrst
