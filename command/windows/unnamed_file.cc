// SPDX-License-Identifier: GPL-2.0-or-later
#include "unnamed_file.h"

#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include <filesystem>

namespace finrst {

/// std::tmpfile would take the root of the disk, where ordinary users may not write.
std::FILE* openUnnamedFile() {
    wchar_t path[MAX_PATH + 1] = L"";
    const std::filesystem::path folder = std::filesystem::temp_directory_path();
    if (GetTempFileNameW(folder.c_str(), L"fin", 0, path) == 0) return nullptr;
    const HANDLE handle =
        CreateFileW(path, GENERIC_READ | GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS,
                    FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, nullptr);
    if (handle == INVALID_HANDLE_VALUE) return nullptr;
    return _fdopen(_open_osfhandle(reinterpret_cast<intptr_t>(handle), _O_BINARY), "w+b");
}

std::string folderOfUnnamedFiles() {
    return std::filesystem::temp_directory_path().string();
}

}  // namespace finrst
