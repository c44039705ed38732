// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "table_model.h"

#include <QString>

#include <span>
#include <vector>

namespace finrst {

enum class TableFormat { kText, kCsv, kJson, kYaml };

/// A format as menus and files name it.
struct TableFormatName {
    TableFormat format;
    const char* title;  ///< with the letter that chooses it
    const char* suffix;
    const char* kind;
};
std::span<const TableFormatName> tableFormats();

/// These cells of a table, row by row, in that order. `exact`: plain numbers, tokens and seconds
/// under the names of fields, as programs want them; else as a person reads them in the table.
QString tableText(const TableModel& model, const std::vector<int>& columns,
                  const std::vector<int>& rows, TableFormat format, bool exact);

}  // namespace finrst
