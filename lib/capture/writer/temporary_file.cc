// SPDX-License-Identifier: GPL-2.0-or-later
#include "writer/temporary_file.h"

#include "format/system_message.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <random>

namespace finrst {

namespace {

constexpr int kAttempts = 16;
constexpr std::size_t kLongestNamePart = 200;  // NAME_MAX is 255 nearly everywhere

std::filesystem::path folderOf(const std::filesystem::path& path) {
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

std::filesystem::path randomNameBeside(const std::filesystem::path& target) {
    std::random_device random;
    std::array<char, 9> digits{};
    std::snprintf(digits.data(), digits.size(), "%08x", static_cast<unsigned>(random()));
    std::string name = target.filename().string().substr(0, kLongestNamePart);
    return folderOf(target) / ("." + name + ".finrst-" + digits.data());
}

/// proc(5): under this name, a file without one can be linked.
std::string linkOf(int file) {
    return "/proc/self/fd/" + std::to_string(file);
}

const char* adviceFor(int code) {
    switch (code) {
        case ENOSPC:
        case EDQUOT:
            return "Free some space or choose another folder";
        case EFBIG:
            return "The limit on the size of a file was met: choose another folder or raise it";
        case EACCES:
        case EPERM:
        case EROFS:
            return "Choose a folder that you may write to";
        case ENOENT:
        case ENOTDIR:
            return "Choose a folder that exists";
        default:
            return "Choose another folder or try again";
    }
}

}  // namespace

TemporaryFile::~TemporaryFile() {
    if (file_ >= 0) ::close(file_);
    if (!path_.empty()) ::unlink(path_.c_str());
}

Status TemporaryFile::failed(const std::string& what, int code) const {
    return fail(SaveError::kOutput,
                quoted(target_) + " cannot be " + what + ": " + systemMessage(code) + ".",
                std::string(adviceFor(code)) + ".");
}

Status TemporaryFile::create(const std::filesystem::path& target) {
    target_ = target;
    std::error_code error;
    if (std::filesystem::is_symlink(target, error)) {
        const auto resolved = std::filesystem::weakly_canonical(target, error);
        if (!error) target_ = resolved;
    }
    struct stat info {};
    const bool exists = ::stat(target_.c_str(), &info) == 0;
    if (exists && !S_ISREG(info.st_mode)) {
        return fail(SaveError::kInvalidRequest,
                    quoted(target_) + " is not a file. Choose another name to save to.");
    }
    openUnnamed();
    if (file_ < 0) openNamed();
    if (file_ < 0) return failed("created", errno);
    if (exists) static_cast<void>(::fchmod(file_, info.st_mode & 07777));
    return {};
}

/// Only where /proc, through which it gets its name, is there.
void TemporaryFile::openUnnamed() {
    file_ = ::open(folderOf(target_).c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666);
    if (file_ < 0 || ::access(linkOf(file_).c_str(), F_OK) == 0) return;
    ::close(file_);
    file_ = -1;
}

void TemporaryFile::openNamed() {
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        const auto name = randomNameBeside(target_);
        file_ = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file_ >= 0) path_ = name;
        if (file_ >= 0 || errno != EEXIST) return;
    }
}

bool TemporaryFile::link() {
    if (!path_.empty()) return true;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        const auto name = randomNameBeside(target_);
        if (::linkat(AT_FDCWD, linkOf(file_).c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) ==
            0) {
            path_ = name;
            return true;
        }
        if (errno != EEXIST) return false;
    }
    return false;
}

Status TemporaryFile::write(ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(file_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed("written", errno);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

Status TemporaryFile::commit(int* going_on) {
    // Some file systems cannot sync (EINVAL); they have no better promise to give.
    if (::fsync(file_) != 0 && errno != EINVAL) return failed("written", errno);
    if (!link()) return failed("written", errno);
    if (going_on != nullptr) *going_on = ::fcntl(file_, F_DUPFD_CLOEXEC, 0);
    const int closed = ::close(file_);
    file_ = -1;
    if (closed != 0 && errno != EINTR) return failed("written", errno);
    if (std::rename(path_.c_str(), target_.c_str()) != 0) return failed("replaced", errno);
    path_.clear();
    const int folder = ::open(folderOf(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        // The file is whole and in place: a folder that cannot be synced is no failure.
        static_cast<void>(::fsync(folder));
        ::close(folder);
    }
    return {};
}

}  // namespace finrst
