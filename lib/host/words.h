// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/address.h"
#include "analysis/time.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace finrst {

/// The words of a line, between white space.
std::vector<std::string_view> wordsOf(std::string_view line);

/// All of `text` as a decimal number, else empty.
std::optional<std::uint64_t> numberOf(std::string_view text);

/// All of `text` as an address: "10.0.0.1", "2001:db8::1"; else empty.
std::optional<Address> addressOf(std::string_view text);

/// Seconds with a fraction, "1053.049411", as a time since the zero of that clock; else empty.
std::optional<Time> timeOfText(std::string_view text);

}  // namespace finrst
