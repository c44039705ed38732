// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/address.h"
#include "analysis/time.h"

#include <QAbstractTableModel>

#include <array>
#include <cstdint>
#include <vector>

namespace finrst {

/// Orders the cells of a column: by value, not by text.
using SortKey = std::array<std::uint64_t, 3>;

SortKey sortKey(std::uint64_t number);
SortKey sortKey(Duration duration);  ///< those that are not there come first
SortKey sortKey(const Address& address, std::uint16_t port = 0);

struct Column {
    const char* title;
    const char* name;  ///< the field's name, or the key in the JSON document
    const char* tip;
    const char* typical;  ///< a text as wide as most in this column
    enum Kind { kText, kAddress, kNumber } kind;
};

/// A table whose rows are items in an order of their own: sorted, and perhaps only some of them.
/// Keys are computed once for each sort, texts only for the cells that are drawn.
class TableModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Role {
        kSortRole = Qt::UserRole,  ///< a SortKey's numbers, as text, for tests and proxies
        kValueRole,                ///< for files: plain numbers, tokens, seconds
    };

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    virtual const std::vector<Column>& columns() const = 0;
    std::uint32_t itemAt(int row) const { return rows_[static_cast<std::size_t>(row)]; }
    /// -1 when no row shows the item.
    int rowOf(std::uint32_t item) const;

  protected:
    virtual QString text(std::uint32_t item, int column) const = 0;
    virtual QString value(std::uint32_t item, int column) const { return text(item, column); }
    virtual QString tip(std::uint32_t, int) const { return {}; }
    virtual QVariant icon(std::uint32_t, int) const { return {}; }
    virtual SortKey key(std::uint32_t item, int column) const = 0;
    /// False while the items are gone: cells are empty then.
    virtual bool isValid() const { return true; }

    /// Shows these items, in the order that was chosen last. Selections stay on their items as long
    /// as `same_items` says that the numbers mean what they meant before.
    void show(std::vector<std::uint32_t> items, bool same_items);

  private:
    void order(std::vector<std::uint32_t>& items) const;
    void replace(std::vector<std::uint32_t> items);

    std::vector<std::uint32_t> rows_;
    int sort_column_ = -1;
    Qt::SortOrder sort_order_ = Qt::AscendingOrder;
};

}  // namespace finrst
