// SPDX-License-Identifier: GPL-2.0-or-later
#include "text_layout.h"

#include <cstdarg>
#include <cstdio>
#include <sstream>

namespace finrst {

std::string format(const char* text, ...) {
    char buffer[512];
    va_list arguments;
    va_start(arguments, text);
    std::vsnprintf(buffer, sizeof buffer, text, arguments);
    va_end(arguments);
    return buffer;
}

std::string counted(std::uint64_t number, const char* one, const char* many) {
    return std::to_string(number) + " " + (number == 1 ? one : many);
}

std::size_t columns(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return count;
}

std::string right(std::string text, std::size_t width) {
    const std::size_t taken = columns(text);
    if (taken < width) text.insert(0, width - taken, ' ');
    return text;
}

std::string wrap(const std::string& first, const std::string& text) {
    std::istringstream words(text);
    std::string word, line = first, wrapped;
    bool empty = true;
    while (words >> word) {
        if (!empty && columns(line) + 1 + columns(word) > kWidth) {
            wrapped += line + "\n";
            line.assign(columns(first), ' ');
            empty = true;
        }
        line += (empty ? "" : " ") + word;
        empty = false;
    }
    return wrapped + line + "\n";
}

}  // namespace finrst
