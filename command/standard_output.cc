// SPDX-License-Identifier: GPL-2.0-or-later
#include "standard_output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace finrst {

void StandardOutput::write(std::string_view text) {
    if (failed_) return;
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) fail();
}

void StandardOutput::flush() {
    if (!failed_ && std::fflush(stdout) != 0) fail();
}

void StandardOutput::fail() {
    failed_ = true;
    std::fprintf(stderr, "finrst: standard output: %s.\n", std::strerror(errno));
}

}  // namespace finrst
