// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "cell_style.h"
#include "report/figure.h"

#include <QString>

#include <array>
#include <cstdint>

namespace finrst {

/// As a cell of a table shows it, with the user's separators; of quantiles, the median. Of an
/// address, its name stands behind it.
QString cellText(const Value& value, Type type, const CellStyle& style = {});

/// Of a `kTimestamp`, to the millisecond.
QString timeOfDayText(const std::string& timestamp, TimeDisplay display);

/// For files: plain numbers, tokens, seconds.
QString fileText(const Value& value, Type type);

/// Orders the cells of a column: by value, not by text. Those that are not there come first.
using SortKey = std::array<std::uint64_t, 3>;
SortKey sortKey(const Value& value);

/// As wide as most cells of that type.
const char* typicalText(Type type);

}  // namespace finrst
