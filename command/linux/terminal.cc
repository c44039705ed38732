// SPDX-License-Identifier: GPL-2.0-or-later
#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace finrst {

bool isTerminal(std::FILE* stream) {
    return isatty(fileno(stream)) == 1;
}

bool canDrawOnOutput() {
    const char* terminal = std::getenv("TERM");
    return isTerminal(stdout) && terminal != nullptr && std::string_view(terminal) != "dumb";
}

TerminalSize sizeOfTerminal() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) {
        return {};
    }
    return {size.ws_row, size.ws_col};
}

}  // namespace finrst
