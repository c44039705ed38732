// SPDX-License-Identifier: GPL-2.0-or-later
#include "standard_output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace finrst {

void StandardOutput::write(std::string_view text) {
    if (isOver()) return;
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) noteFailure();
}

void StandardOutput::flush() {
    if (!isOver() && std::fflush(stdout) != 0) noteFailure();
}

void StandardOutput::noteFailure() {
    reader_is_gone_ = errno == EPIPE;
    failed_ = !reader_is_gone_;
    if (failed_) std::fprintf(stderr, "finrst: standard output: %s.\n", std::strerror(errno));
}

}  // namespace finrst
