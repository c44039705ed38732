// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report/figure.h"

#include <QString>

#include <array>
#include <cstdint>

namespace finrst {

/// As a cell of a table shows it, with the user's separators; of quantiles, the median.
QString cellText(const Value& value, Type type);

/// For files: plain numbers, tokens, seconds.
QString fileText(const Value& value, Type type);

/// Orders the cells of a column: by value, not by text. Those that are not there come first.
using SortKey = std::array<std::uint64_t, 3>;
SortKey sortKey(const Value& value);

/// As wide as most cells of that type.
const char* typicalText(Type type);

}  // namespace finrst
