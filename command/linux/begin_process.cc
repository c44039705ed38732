// SPDX-License-Identifier: GPL-2.0-or-later
#include "begin_process.h"

#include <csignal>

namespace finrst {

const char* const kNullDevice = "/dev/null";

std::vector<std::string> beginProcess(int argc, const char* const* argv) {
    std::signal(SIGPIPE, SIG_IGN);
    return {argv + 1, argv + argc};
}

}  // namespace finrst
