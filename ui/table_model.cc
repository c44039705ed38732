// SPDX-License-Identifier: GPL-2.0-or-later
#include "table_model.h"

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <utility>

namespace finrst {

int TableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int TableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(columns().size());
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const Column& about = columnAt(section);
    switch (role) {
        case Qt::DisplayRole:
            return about.title;
        case Qt::ToolTipRole:
            return QStringLiteral("<p>%1</p><p><tt>%2</tt></p>").arg(about.tip, about.name);
        case Qt::TextAlignmentRole:
            return QVariant(about.isNumber() ? Qt::AlignRight | Qt::AlignVCenter
                                             : Qt::AlignLeft | Qt::AlignVCenter);
        case kValueRole:
            return about.name;
        default:
            return {};
    }
}

QVariant TableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || !isValid()) return {};
    const std::uint32_t item = itemAt(index.row());
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return text(item, column);
        case Qt::ToolTipRole:
            return tip(item, column);
        case Qt::DecorationRole:
            return icon(item, column);
        case Qt::TextAlignmentRole:
            return headerData(column, Qt::Horizontal, role);
        case kValueRole:
            return fileText(item, column);
        case kSortRole: {
            const SortKey sort_key = sortKey(value(item, column));
            return QStringLiteral("%1.%2.%3").arg(sort_key[0]).arg(sort_key[1]).arg(sort_key[2]);
        }
        default:
            return {};
    }
}

QString TableModel::text(std::uint32_t item, int column) const {
    return cellText(value(item, column), columnAt(column).type, style_);
}

QString TableModel::fileText(std::uint32_t item, int column) const {
    return finrst::fileText(value(item, column), columnAt(column).type);
}

int TableModel::columnOf(const QString& name) const {
    const auto found = std::find_if(columns().begin(), columns().end(),
                                    [&](const Column& column) { return column.name == name; });
    return found == columns().end() ? -1 : static_cast<int>(found - columns().begin());
}

int TableModel::rowOf(std::uint32_t item) const {
    const auto found = std::find(rows_.begin(), rows_.end(), item);
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

void TableModel::sort(int column, Qt::SortOrder sort_order) {
    sort_column_ = column;
    sort_order_ = sort_order;
    std::vector<std::uint32_t> items = rows_;
    std::sort(items.begin(), items.end());
    order(items);
    replace(std::move(items));
}

/// `items`: ascending, so that equal keys stay in the order of the capture.
void TableModel::order(std::vector<std::uint32_t>& items) const {
    if (sort_column_ < 0 || !isValid()) return;
    std::vector<std::pair<SortKey, std::uint32_t>> keyed;
    keyed.reserve(items.size());
    for (std::uint32_t item : items) {
        keyed.emplace_back(sortKey(value(item, sort_column_)), item);
    }
    const bool descending = sort_order_ == Qt::DescendingOrder;
    std::stable_sort(keyed.begin(), keyed.end(), [&](const auto& a, const auto& b) {
        return descending ? b.first < a.first : a.first < b.first;
    });
    std::transform(keyed.begin(), keyed.end(), items.begin(),
                   [](const auto& pair) { return pair.second; });
}

/// The same items or others, without loss of what is selected.
void TableModel::replace(std::vector<std::uint32_t> items) {
    if (items == rows_) {
        if (!rows_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    emit layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    const std::vector<std::uint32_t> old_rows = std::exchange(rows_, std::move(items));
    if (!before.isEmpty()) {
        std::unordered_map<std::uint32_t, int> row_of;
        row_of.reserve(rows_.size());
        for (std::size_t i = 0; i < rows_.size(); ++i) row_of[rows_[i]] = static_cast<int>(i);
        QModelIndexList after;
        after.reserve(before.size());
        for (const QModelIndex& old : before) {
            const auto found = row_of.find(old_rows[static_cast<std::size_t>(old.row())]);
            after << (found == row_of.end() ? QModelIndex() : index(found->second, old.column()));
        }
        changePersistentIndexList(before, after);
    }
    emit layoutChanged();
}

void TableModel::show(std::vector<std::uint32_t> items, bool same_items) {
    order(items);
    const bool same_count = items.size() == rows_.size();
    if (same_items && same_count) {
        replace(std::move(items));
        return;
    }
    beginResetModel();
    rows_ = std::move(items);
    endResetModel();
}

}  // namespace finrst
