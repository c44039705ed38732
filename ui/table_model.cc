// SPDX-License-Identifier: GPL-2.0-or-later
#include "table_model.h"

#include "text.h"

#include "analysis/step_sort.h"

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <utility>

namespace finrst {

namespace {

// Of an index: the group that its row is in, counted from 1.
constexpr quintptr kNoGroup = 0;

quintptr idOf(int group) {
    return static_cast<quintptr>(group) + 1;
}

int groupOf(const QModelIndex& index) {
    return static_cast<int>(index.internalId()) - 1;
}

constexpr std::size_t kMostAtOnce = 150'000;  // rows: sorted within a tenth of a second

}  // namespace

/// Sorts items by what a column says of them, in steps.
class RowSort {
  public:
    RowSort(const TableModel& table, int column, Qt::SortOrder order,
            std::vector<std::uint32_t> items)
        : table_(table),
          column_(column),
          items_(std::move(items)),
          sort_(InOrder{order == Qt::DescendingOrder}) {}

    /// False when none was left. The table must be valid.
    bool step() {
        constexpr std::size_t kAtOnce = 8192;  // some milliseconds
        const std::size_t end = std::min(next_ + kAtOnce, items_.size());
        if (next_ == end) return sort_.step();
        for (; next_ < end; ++next_) {
            sort_.add({sortKey(table_.value(items_[next_], column_)), items_[next_]});
        }
        return true;
    }
    /// In order, when no step is left.
    std::vector<std::uint32_t> take() {
        std::transform(sort_.items().begin(), sort_.items().end(), items_.begin(),
                       [](const Keyed& keyed) { return keyed.second; });
        return std::move(items_);
    }

  private:
    using Keyed = std::pair<SortKey, std::uint32_t>;

    struct InOrder {
        bool is_descending;
        bool operator()(const Keyed& a, const Keyed& b) const {
            return is_descending ? b.first < a.first : a.first < b.first;
        }
    };

    const TableModel& table_;
    int column_;
    std::vector<std::uint32_t> items_;
    std::size_t next_ = 0;
    StepSort<Keyed, InOrder> sort_;
};

TableModel::TableModel(QObject* parent) : QAbstractItemModel(parent) {
    sort_timer_.setInterval(0);
    sort_timer_.setSingleShot(true);
    connect(&sort_timer_, &QTimer::timeout, this, &TableModel::sortMore);
}

TableModel::~TableModel() = default;

bool TableModel::isGroup(const QModelIndex& index) const {
    return index.isValid() && !groups_.empty() && index.internalId() == kNoGroup;
}

QModelIndex TableModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, parent.isValid() ? idOf(parent.row()) : kNoGroup);
}

QModelIndex TableModel::parent(const QModelIndex& index) const {
    if (!index.isValid() || index.internalId() == kNoGroup) return {};
    return createIndex(groupOf(index), 0, kNoGroup);
}

int TableModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid()) return groups_.empty() ? rows() : static_cast<int>(groups_.size());
    if (!isGroup(parent) || parent.column() != 0) return 0;
    return static_cast<int>(groups_[static_cast<std::size_t>(parent.row())].size());
}

int TableModel::columnCount(const QModelIndex& parent) const {
    const bool has_rows = !parent.isValid() || (isGroup(parent) && parent.column() == 0);
    return has_rows ? static_cast<int>(columns().size()) : 0;
}

QModelIndex TableModel::cell(int row, int column) const {
    if (groups_.empty()) return index(row, column);
    const std::size_t group = groups_.indexOf(static_cast<std::size_t>(row));
    const int place = row - static_cast<int>(groups_[group].begin);
    return createIndex(place, column, idOf(static_cast<int>(group)));
}

int TableModel::rowAt(const QModelIndex& index) const {
    if (!index.isValid() || isGroup(index)) return -1;
    if (groups_.empty()) return index.row();
    const auto group = static_cast<std::size_t>(groupOf(index));
    return static_cast<int>(groups_[group].begin) + index.row();
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
            return QVariant((about.isNumber() ? Qt::AlignRight : Qt::AlignLeft) |
                            Qt::AlignAbsolute | Qt::AlignVCenter);
        case kValueRole:
            return about.name;
        default:
            return {};
    }
}

QVariant TableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || !isValid()) return {};
    const int column = index.column();
    if (isGroup(index)) return groupData(static_cast<std::size_t>(index.row()), column, role);
    const std::uint32_t item = itemAt(rowAt(index));
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

QVariant TableModel::groupData(std::size_t group, int column, int role) const {
    if (column != 0 || role != Qt::DisplayRole) return {};
    return QStringLiteral("%1 · %2").arg(grouping_->titleOf(rows_[groups_[group].begin]),
                                         countText(groups_[group].size()));
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
    RowGroups groups = arrange(items);
    // Else the rows stay as they are until then.
    if (sorting_ == nullptr) replace(std::move(items), std::move(groups));
}

void TableModel::groupBy(std::optional<Grouping> grouping) {
    beginResetModel();
    grouping_ = std::move(grouping);
    groups_ = arrange(rows_);
    endResetModel();
}

/// In the order that was chosen, and by groups, which it returns. Equal keys stay in the order of
/// the capture, and so does all that is too much for one step: `sorting_` brings it in order.
RowGroups TableModel::arrange(std::vector<std::uint32_t>& items) {
    if (!std::is_sorted(items.begin(), items.end())) std::sort(items.begin(), items.end());
    sorting_.reset();
    if (sort_column_ >= 0 && isValid()) {
        auto sorting = std::make_unique<RowSort>(*this, sort_column_, sort_order_, items);
        if (items.size() > kMostAtOnce) {
            sorting_ = std::move(sorting);
            sort_timer_.start();
        } else {
            while (sorting->step()) {
            }
            items = sorting->take();
        }
    }
    return groupsOf(items);
}

RowGroups TableModel::groupsOf(std::vector<std::uint32_t>& items) const {
    return grouping_ && isValid() ? RowGroups::of(*grouping_, items) : RowGroups();
}

void TableModel::sortMore() {
    if (sorting_ == nullptr) return;
    if (isValid() && sorting_->step()) {
        sort_timer_.start();
        return;
    }
    const auto sorted = std::exchange(sorting_, nullptr);
    if (!isValid()) return;
    std::vector<std::uint32_t> items = sorted->take();
    RowGroups groups = groupsOf(items);
    replace(std::move(items), std::move(groups));
}

/// The same items or others, without loss of what is selected.
void TableModel::replace(std::vector<std::uint32_t> items, RowGroups groups) {
    if (items == rows_ && groups_.empty() && groups.empty()) {
        if (!rows_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    emit layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    const std::vector<std::uint32_t> old_rows = std::exchange(rows_, std::move(items));
    const RowGroups old_groups = std::exchange(groups_, std::move(groups));
    if (!before.isEmpty()) changePersistentIndexList(before, moved(before, old_rows, old_groups));
    emit layoutChanged();
}

/// Where those are now that were indexes of these rows and groups.
QModelIndexList TableModel::moved(const QModelIndexList& before,
                                  const std::vector<std::uint32_t>& old_rows,
                                  const RowGroups& old_groups) const {
    const auto wasGroup = [&](const QModelIndex& old) {
        return old.internalId() == kNoGroup && !old_groups.empty();
    };
    const auto oldItem = [&](const QModelIndex& old) {
        const std::size_t begin =
            old_groups.empty() ? 0 : old_groups[static_cast<std::size_t>(groupOf(old))].begin;
        return old_rows[begin + static_cast<std::size_t>(old.row())];
    };
    std::unordered_map<std::uint32_t, int> row_of;  // -1: none
    for (const QModelIndex& old : before) {
        if (!wasGroup(old)) row_of[oldItem(old)] = -1;
    }
    for (int row = 0; row < rows(); ++row) {
        const auto wanted = row_of.find(itemAt(row));
        if (wanted != row_of.end()) wanted->second = row;
    }
    std::unordered_map<std::uint64_t, int> group_of;
    for (std::size_t i = 0; i < groups_.size(); ++i) group_of[groups_[i].key] = static_cast<int>(i);
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex& old : before) {
        if (wasGroup(old)) {
            const auto group = group_of.find(old_groups[static_cast<std::size_t>(old.row())].key);
            after << (group == group_of.end() ? QModelIndex() : index(group->second, old.column()));
        } else {
            const int row = row_of[oldItem(old)];
            after << (row < 0 ? QModelIndex() : cell(row, old.column()));
        }
    }
    return after;
}

void TableModel::show(std::vector<std::uint32_t> items, bool same_items) {
    if (!same_items) ++epoch_;
    RowGroups groups = arrange(items);
    const bool same_count = items.size() == rows_.size();
    if (same_items && same_count) {
        replace(std::move(items), std::move(groups));
        return;
    }
    beginResetModel();
    rows_ = std::move(items);
    groups_ = std::move(groups);
    endResetModel();
}

}  // namespace finrst
