// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "figure_column.h"
#include "table_model.h"

#include "report/report.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

namespace finrst {

/// One row for each item of a list in the report, and one column for each figure shown.
template <typename Item, std::vector<Item> Report::*kItems>
class ReportTable : public TableModel {
  public:
    /// `shown` lives as long as the table.
    explicit ReportTable(const FigureColumns<Item>& shown, QObject* parent = nullptr)
        : TableModel(parent), shown_(shown) {}

    const std::vector<Column>& columns() const override { return shown_.columns(); }

    /// `same_capture`: as the report before, so that selections may stay.
    void setReport(std::shared_ptr<const Report> report, bool same_capture) {
        const bool same_items =
            same_capture && report_ && report &&
            std::equal((*report_.*kItems).begin(), (*report_.*kItems).end(),
                       (*report.*kItems).begin(), (*report.*kItems).end(),
                       [this](const Item& a, const Item& b) { return isSame(a, b); });
        report_ = std::move(report);
        std::vector<std::uint32_t> items(report_ ? (*report_.*kItems).size() : 0);
        std::iota(items.begin(), items.end(), 0u);
        show(std::move(items), same_items);
    }

    /// Null where no row is. It stays as long as somebody keeps it, in a menu for example, even
    /// when another report takes the place of its own.
    std::shared_ptr<const Item> at(int row) const {
        if (!report_ || row < 0 || row >= rowCount()) return nullptr;
        return {report_, &item(itemAt(row))};
    }

    bool isValid() const override { return report_ != nullptr; }

  protected:
    /// True when both are about the same host or service.
    virtual bool isSame(const Item& a, const Item& b) const = 0;
    const Item& item(std::uint32_t index) const { return (*report_.*kItems)[index]; }
    Value value(std::uint32_t index, int column) const override {
        return shown_.value(item(index), column);
    }

  private:
    const FigureColumns<Item>& shown_;
    std::shared_ptr<const Report> report_;
};

}  // namespace finrst
