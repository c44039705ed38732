// SPDX-License-Identifier: GPL-2.0-or-later
#include "begin_process.h"

#include <windows.h>

// Behind it.
#include <shellapi.h>

#include <fcntl.h>
#include <io.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace finrst {

namespace {

UINT code_page_before = 0;

struct Free {
    void operator()(wchar_t** words) const { LocalFree(words); }
};

/// The console is shared with what runs before and behind this program.
void writeUtf8() {
    code_page_before = GetConsoleOutputCP();
    if (code_page_before == 0) return;  // there is none
    SetConsoleOutputCP(CP_UTF8);
    std::atexit([] { SetConsoleOutputCP(code_page_before); });
}

}  // namespace

const char* const kNullDevice = "NUL";

/// What Windows hands to main is in a code page that lacks most letters.
std::vector<std::string> beginProcess(int /*argc*/, const char* const* /*argv*/) {
    for (std::FILE* stream : {stdin, stdout, stderr}) _setmode(_fileno(stream), _O_BINARY);
    writeUtf8();
    int count = 0;
    const std::unique_ptr<wchar_t*, Free> wide(CommandLineToArgvW(GetCommandLineW(), &count));
    std::vector<std::string> words;
    for (int i = 1; i < count; ++i) words.push_back(std::filesystem::path(wide.get()[i]).string());
    return words;
}

}  // namespace finrst
