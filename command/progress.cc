// SPDX-License-Identifier: GPL-2.0-or-later
#include "progress.h"

#include "terminal.h"

#include <cstdio>

namespace finrst {

namespace {

constexpr double kMega = 1e6;
constexpr const char* kClearLine = "\r\033[K";

}  // namespace

ProgressLine::ProgressLine(When when)
    : is_shown_(when == When::kAlways || (when == When::kAuto && isTerminal(stderr))) {}

void ProgressLine::show(std::uint64_t read, std::uint64_t total) {
    const Clock::time_point now = Clock::now();
    next_ = now + std::chrono::milliseconds(500);
    const double seconds = std::chrono::duration<double>(now - begin_).count();
    const double rate = static_cast<double>(read) / seconds;
    std::fprintf(stderr, "%s%.1f MB", kClearLine, static_cast<double>(read) / kMega);
    if (total != 0) std::fprintf(stderr, " of %.1f MB", static_cast<double>(total) / kMega);
    std::fprintf(stderr, ", %.1f MB/s", rate / kMega);
    if (total > read) {
        std::fprintf(stderr, ", %.0f s left", static_cast<double>(total - read) / rate);
    }
    std::fflush(stderr);
    has_line_ = true;
}

void ProgressLine::end() {
    if (has_line_) std::fputs(kClearLine, stderr);
    has_line_ = false;
}

}  // namespace finrst
