// SPDX-License-Identifier: GPL-2.0-or-later
#include "terminal.h"

#include <io.h>
#include <windows.h>

namespace finrst {

namespace {

HANDLE handleOf(std::FILE* stream) {
    return reinterpret_cast<HANDLE>(_get_osfhandle(_fileno(stream)));
}

}  // namespace

bool isTerminal(std::FILE* stream) {
    DWORD mode = 0;
    return GetConsoleMode(handleOf(stream), &mode) != 0 &&
           SetConsoleMode(handleOf(stream), mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0;
}

bool canDrawOnOutput() {
    return isTerminal(stdout);
}

TerminalSize sizeOfTerminal() {
    CONSOLE_SCREEN_BUFFER_INFO info{};
    if (GetConsoleScreenBufferInfo(handleOf(stdout), &info) == 0) return {};
    const SMALL_RECT& window = info.srWindow;
    return {static_cast<std::size_t>(window.Bottom - window.Top + 1),
            static_cast<std::size_t>(window.Right - window.Left + 1)};
}

}  // namespace finrst
