// SPDX-License-Identifier: GPL-2.0-or-later
#include "live_screen.h"

#include "terminal.h"

#include <cstdio>
#include <string_view>

namespace finrst {

namespace {

// ECMA-48, and xterm's private modes 25 (the cursor is seen) and 1049 (another screen).
constexpr const char* kBegin = "\033[?1049h\033[?25l";
constexpr const char* kEnd = "\033[?25h\033[?1049l";
constexpr const char* kHome = "\033[H";
constexpr const char* kClearRest = "\033[K";

/// As many characters of UTF-8 as there are columns.
std::string_view cut(std::string_view line, std::size_t columns) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool begins_character = (static_cast<unsigned char>(line[i]) & 0xc0) != 0x80;
        if (begins_character && columns-- == 0) return line.substr(0, i);
    }
    return line;
}

}  // namespace

bool LiveScreen::isPossible() {
    return canDrawOnOutput();
}

LiveScreen::LiveScreen(const std::string& source) : page_(source) {
    std::fputs(kBegin, stdout);
}

LiveScreen::~LiveScreen() {
    std::fputs(kEnd, stdout);
    std::fflush(stdout);
}

void LiveScreen::draw(const CaptureAnalysis& analysis, std::uint64_t dropped) {
    next_ = Clock::now() + std::chrono::seconds(1);
    const TerminalSize size = sizeOfTerminal();
    const Time now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    std::string screen = kHome;
    const char* separator = "";
    for (const std::string& line : page_.lines(analysis, now, dropped, size.rows)) {
        // Behind a line that fills the terminal, clearing would take its last character.
        screen.append(separator).append(kClearRest).append(cut(line, size.columns));
        separator = "\r\n";
    }
    std::fputs(screen.c_str(), stdout);
    std::fflush(stdout);
}

}  // namespace finrst
