// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace finrst {

/// Columns of a terminal that tables are made for.
inline constexpr std::size_t kWidth = 80;

/// printf into a string; lines of a table are shorter than the buffer.
[[gnu::format(printf, 1, 2)]] std::string format(const char* text, ...);

/// "1 RST", "2 RSTs".
std::string counted(std::uint64_t number, const char* one, const char* many);

/// Columns that a UTF-8 text takes: octets that continue a character take none.
std::size_t columns(std::string_view text);

/// Moved to the right of so many columns.
std::string right(std::string text, std::size_t width);

/// Breaks `text` at spaces; the first line begins with `first`, the others with as many spaces.
std::string wrap(const std::string& first, const std::string& text);

}  // namespace finrst
