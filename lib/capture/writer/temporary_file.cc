// SPDX-License-Identifier: GPL-2.0-or-later
#include "writer/temporary_file.h"

#include "format/system_message.h"
#include "system/file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <random>
#include <utility>

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
    std::filesystem::path name = ".";
    name += target.filename().native().substr(0, kLongestNamePart);
    name += ".finrst-";
    name += digits.data();
    return folderOf(target) / name;
}

const char* adviceFor(int code) {
    if (system::isNoRoom(code)) return "Free some space or choose another folder";
    switch (code) {
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
    if (file_ >= 0) system::close(file_);
    if (!path_.empty()) system::remove(path_);
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
    const std::filesystem::file_status status = std::filesystem::status(target_, error);
    const bool exists = std::filesystem::exists(status);
    if (exists && !std::filesystem::is_regular_file(status)) {
        return fail(SaveError::kInvalidRequest,
                    quoted(target_) + " is not a file. Choose another name to save to.");
    }
    file_ = system::createUnnamed(folderOf(target_));
    if (file_ < 0) createNamed();
    if (file_ < 0) return failed("created", errno);
    if (exists) system::copyPermissions(target_, file_);
    return {};
}

void TemporaryFile::createNamed() {
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        const auto name = randomNameBeside(target_);
        file_ = system::create(name);
        if (file_ >= 0) path_ = name;
        if (file_ >= 0 || errno != EEXIST) return;
    }
}

bool TemporaryFile::link() {
    if (!path_.empty()) return true;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        const auto name = randomNameBeside(target_);
        if (system::name(file_, name)) {
            path_ = name;
            return true;
        }
        if (errno != EEXIST) return false;
    }
    return false;
}

Status TemporaryFile::write(ByteView bytes) {
    return system::write(file_, bytes) ? Status{} : failed("written", errno);
}

Status TemporaryFile::commit(int* going_on) {
    if (!system::sync(file_) || !link()) return failed("written", errno);
    if (going_on != nullptr) *going_on = system::duplicate(file_);
    const bool is_closed = system::close(std::exchange(file_, -1));
    if (!is_closed) return failed("written", errno);
    if (!system::replace(target_, path_)) return failed("replaced", errno);
    path_.clear();
    return {};
}

}  // namespace finrst
