// SPDX-License-Identifier: GPL-2.0-or-later
#include "system/file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>

namespace finrst::system {

namespace {

/// proc(5): under this name, a file without one can be linked.
std::string linkOf(int file) {
    return "/proc/self/fd/" + std::to_string(file);
}

int readAhead(int file) {
    if (file >= 0) ::posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL);  // of a pipe, it fails
    return file;
}

}  // namespace

int openToRead(const std::filesystem::path& path, Pipe pipe) {
    const int wait = pipe == Pipe::kWait ? 0 : O_NONBLOCK;
    return readAhead(::open(path.c_str(), O_RDONLY | O_CLOEXEC | wait));
}

int standardInput() {
    return readAhead(duplicate(STDIN_FILENO));
}

std::optional<FileInfo> infoOf(int file) {
    struct stat info {};
    if (::fstat(file, &info) != 0) return std::nullopt;
    return FileInfo{S_ISREG(info.st_mode), static_cast<std::uint64_t>(info.st_size)};
}

std::ptrdiff_t read(int file, std::uint8_t* room, std::size_t size) {
    return ::read(file, room, size);
}

bool isPipe(const std::filesystem::path& path) {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 && (S_ISFIFO(info.st_mode) || S_ISCHR(info.st_mode));
}

int openPipeToWrite(const std::filesystem::path& path) {
    return ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
}

bool hasReader(int pipe) {
    pollfd reader{pipe, 0, 0};
    return ::poll(&reader, 1, 0) <= 0 || (reader.revents & POLLERR) == 0;
}

int create(const std::filesystem::path& path) {
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
}

int createUnnamed(const std::filesystem::path& folder) {
    const int file = ::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666);
    // Only where /proc, through which it gets its name, is there.
    if (file < 0 || ::access(linkOf(file).c_str(), F_OK) == 0) return file;
    ::close(file);
    return -1;
}

bool name(int file, const std::filesystem::path& path) {
    return ::linkat(AT_FDCWD, linkOf(file).c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0;
}

void copyPermissions(const std::filesystem::path& from, int file) {
    struct stat info {};
    if (::stat(from.c_str(), &info) == 0) {
        static_cast<void>(::fchmod(file, info.st_mode & 07777));
    }
}

bool write(int file, ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(file, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

bool truncate(int file, std::uint64_t size) {
    return ::ftruncate(file, static_cast<off_t>(size)) == 0;
}

bool sync(int file) {
    return ::fsync(file) == 0 || errno == EINVAL;
}

int duplicate(int file) {
    return ::fcntl(file, F_DUPFD_CLOEXEC, 0);
}

bool close(int file) {
    return ::close(file) == 0 || errno == EINTR;
}

bool replace(const std::filesystem::path& target, const std::filesystem::path& by) {
    if (std::rename(by.c_str(), target.c_str()) != 0) return false;
    const std::filesystem::path folder = target.has_parent_path() ? target.parent_path() : ".";
    const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened >= 0) {
        // The file is whole and in place: a folder that cannot be synced is no failure.
        static_cast<void>(::fsync(opened));
        ::close(opened);
    }
    return true;
}

void remove(const std::filesystem::path& path) {
    ::unlink(path.c_str());
}

bool isNoRoom(int code) {
    return code == ENOSPC || code == EDQUOT;
}

}  // namespace finrst::system
