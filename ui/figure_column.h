// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "table_model.h"

#include <initializer_list>
#include <span>
#include <vector>

namespace finrst {

/// A figure that a table of the dialog shows, under a heading of its own where the title is long.
struct ShownFigure {
    const char* name;
    const char* heading = nullptr;
    bool on_demand = false;  ///< not shown until the user asks for it
};

/// The columns of a table, made of figures.
template <typename Item>
class FigureColumns {
  public:
    /// Requires that there are figures of all these names.
    FigureColumns(std::span<const Figure<Item>> figures, std::initializer_list<ShownFigure> shown) {
        for (const ShownFigure& wanted : shown) {
            const Figure<Item>& figure = *findFigure(figures, wanted.name);
            figures_.push_back(&figure);
            columns_.push_back(Column::of(figure, wanted.heading));
            columns_.back().on_demand = wanted.on_demand;
        }
    }

    const std::vector<Column>& columns() const { return columns_; }
    Value value(const Item& item, int column) const {
        return figures_[static_cast<std::size_t>(column)]->value(item);
    }

  private:
    std::vector<const Figure<Item>*> figures_;
    std::vector<Column> columns_;
};

}  // namespace finrst
