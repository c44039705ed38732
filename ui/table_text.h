// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "table_model.h"
#include "text_job.h"

#include <QString>
#include <QStringList>

#include <cstdint>
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
class TableTextMaker : public TextMaker {
  public:
    /// `model` must outlive this.
    TableTextMaker(const TableModel& model, std::vector<int> columns, const std::vector<int>& rows,
                   TableFormat format, bool exact);

    bool step(QByteArray& text) override;
    double done() const override;
    bool isGone() const override;

  private:
    QString begin() const;
    QString row(std::uint32_t item) const;
    QStringList cells(std::uint32_t item) const;
    QStringList members(std::uint32_t item) const;

    const TableModel& model_;
    std::uint64_t epoch_;
    std::vector<int> columns_;
    TableFormat format_;
    bool exact_;
    QStringList titles_;
    std::vector<std::uint32_t> items_;
    std::size_t next_ = 0;
};

}  // namespace finrst
