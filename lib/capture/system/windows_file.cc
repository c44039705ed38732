// SPDX-License-Identifier: GPL-2.0-or-later
#include "system/file.h"

#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>
#include <windows.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>

namespace finrst::system {

namespace {

/// Where named pipes and devices are.
constexpr std::wstring_view kDevices = L"\\\\.\\";

int errnoOf(DWORD error) {
    switch (error) {
        case ERROR_FILE_NOT_FOUND:
        case ERROR_PATH_NOT_FOUND:
        case ERROR_INVALID_NAME:
            return ENOENT;
        case ERROR_FILE_EXISTS:
        case ERROR_ALREADY_EXISTS:
            return EEXIST;
        case ERROR_DISK_FULL:
        case ERROR_HANDLE_DISK_FULL:
            return ENOSPC;
        case ERROR_NO_DATA:
        case ERROR_BROKEN_PIPE:
            return EPIPE;
        case ERROR_OPERATION_ABORTED:
            return EINTR;
        default:
            return EACCES;
    }
}

int failed() {
    errno = errnoOf(GetLastError());
    return -1;
}

HANDLE handleOf(int file) {
    return reinterpret_cast<HANDLE>(_get_osfhandle(file));
}

/// What others may do with it meanwhile: all, so that it can be replaced while it is open.
int open(const std::filesystem::path& path, DWORD access, DWORD disposition) {
    constexpr DWORD kShare = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    const HANDLE handle = CreateFileW(path.c_str(), access, kShare, nullptr, disposition,
                                      FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle == INVALID_HANDLE_VALUE) return failed();
    return _open_osfhandle(reinterpret_cast<intptr_t>(handle), _O_BINARY | _O_NOINHERIT);
}

}  // namespace

int openToRead(const std::filesystem::path& path, Pipe /*pipe*/) {
    return open(path, GENERIC_READ, OPEN_EXISTING);
}

int standardInput() {
    return duplicate(_fileno(stdin));
}

std::optional<FileInfo> infoOf(int file) {
    struct _stat64 info {};
    if (_fstat64(file, &info) != 0) return std::nullopt;
    return FileInfo{(info.st_mode & _S_IFMT) == _S_IFREG, static_cast<std::uint64_t>(info.st_size)};
}

std::ptrdiff_t read(int file, std::uint8_t* room, std::size_t size) {
    DWORD count = 0;
    const auto most = static_cast<DWORD>(std::min<std::size_t>(size, INT_MAX));
    if (ReadFile(handleOf(file), room, most, &count, nullptr) != 0) return count;
    return GetLastError() == ERROR_BROKEN_PIPE ? 0 : failed();  // its writer has closed it
}

bool isPipe(const std::filesystem::path& path) {
    return path.native().starts_with(kDevices);
}

int openPipeToWrite(const std::filesystem::path& path) {
    return open(path, GENERIC_WRITE | FILE_READ_ATTRIBUTES, OPEN_EXISTING);
}

bool hasReader(int pipe) {
    DWORD count = 0;
    return WriteFile(handleOf(pipe), "", 0, &count, nullptr) != 0;
}

int create(const std::filesystem::path& path) {
    return open(path, GENERIC_WRITE, CREATE_NEW);
}

int createUnnamed(const std::filesystem::path& /*folder*/) {
    errno = ENOSYS;
    return -1;
}

bool name(int /*file*/, const std::filesystem::path& /*path*/) {
    errno = ENOSYS;
    return false;
}

/// They come from the folder.
void copyPermissions(const std::filesystem::path& /*from*/, int /*file*/) {}

bool write(int file, ByteView bytes) {
    while (!bytes.empty()) {
        DWORD count = 0;
        const auto most = static_cast<DWORD>(std::min<std::size_t>(bytes.size(), INT_MAX));
        if (WriteFile(handleOf(file), bytes.data(), most, &count, nullptr) == 0) {
            failed();
            return false;
        }
        bytes = bytes.subspan(count);
    }
    return true;
}

bool truncate(int file, std::uint64_t size) {
    return _lseeki64(file, static_cast<std::int64_t>(size), SEEK_SET) >= 0 &&
           SetEndOfFile(handleOf(file)) != 0;
}

bool sync(int file) {
    return FlushFileBuffers(handleOf(file)) != 0 || GetLastError() == ERROR_INVALID_FUNCTION;
}

int duplicate(int file) {
    HANDLE copy = nullptr;
    const HANDLE self = GetCurrentProcess();
    if (DuplicateHandle(self, handleOf(file), self, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS) == 0) {
        return failed();
    }
    return _open_osfhandle(reinterpret_cast<intptr_t>(copy), _O_BINARY | _O_NOINHERIT);
}

bool close(int file) {
    return _close(file) == 0;
}

bool replace(const std::filesystem::path& target, const std::filesystem::path& by) {
    constexpr DWORD kHow = MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH;
    if (MoveFileExW(by.c_str(), target.c_str(), kHow) != 0) return true;
    failed();
    return false;
}

void remove(const std::filesystem::path& path) {
    DeleteFileW(path.c_str());
}

bool isNoRoom(int code) {
    return code == ENOSPC;
}

}  // namespace finrst::system
