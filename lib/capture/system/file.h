// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/byte_order.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>

/// Files by descriptor, on Linux and on Windows. What fails returns -1, false or nothing, and has
/// set `errno`. Descriptors are not for the programs that this one starts.
namespace finrst::system {

struct FileInfo {
    bool is_regular = false;
    std::uint64_t size = 0;
};

enum class Pipe : std::uint8_t {
    kWait,     ///< for somebody who writes into it
    kOpenNow,  ///< whoever is there
};

int openToRead(const std::filesystem::path& path, Pipe pipe);
/// Under a descriptor of its own.
int standardInput();
std::optional<FileInfo> infoOf(int file);
/// Octets that were read; 0 at the end. A signal that came makes it fail with EINTR.
std::ptrdiff_t read(int file, std::uint8_t* room, std::size_t size);

/// A pipe or a device, which nothing can take the place of.
bool isPipe(const std::filesystem::path& path);
int openPipeToWrite(const std::filesystem::path& path);
/// False where it is known that nobody reads the pipe any more.
bool hasReader(int pipe);

/// A file to write that did not exist.
int create(const std::filesystem::path& path);
/// A file in that folder that has no name yet, and is gone with the process unless `name` gives it
/// one. Fails where the system or the file system has none.
int createUnnamed(const std::filesystem::path& folder);
bool name(int file, const std::filesystem::path& path);
/// As far as the system has them.
void copyPermissions(const std::filesystem::path& from, int file);

/// Writes all of it.
bool write(int file, ByteView bytes);
bool truncate(int file, std::uint64_t size);
/// Waits until the disk has what was written. True where the file system cannot tell: it has no
/// better promise to give.
bool sync(int file);
int duplicate(int file);
bool close(int file);

/// Puts a file in the place of another, at once; it may be open. Waits until the disk has that.
bool replace(const std::filesystem::path& target, const std::filesystem::path& by);
void remove(const std::filesystem::path& path);

/// Whether that `errno` says that there is no room left.
bool isNoRoom(int code);

}  // namespace finrst::system
