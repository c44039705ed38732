// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "figure_text.h"
#include "report/figure.h"
#include "row_groups.h"

#include <QAbstractItemModel>
#include <QString>
#include <QTimer>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace finrst {

struct Column {
    Type type;
    QString title;
    QString name;  ///< in files
    QString tip;
    bool on_demand = false;  ///< not shown until the user asks for it

    /// `heading`: null where the figure's title fits.
    template <typename Item>
    static Column of(const Figure<Item>& figure, const char* heading) {
        const bool is_quantiles =
            figure.type == Type::kDurationQuantiles || figure.type == Type::kCountQuantiles;
        const QString title = QString::fromUtf8(figure.title);
        const QString meaning = QString::fromUtf8(figure.meaning);
        return {
            figure.type, heading != nullptr ? QString::fromUtf8(heading) : title,
            QString::fromUtf8(figure.name) + (is_quantiles ? QStringLiteral(".median") : QString()),
            heading != nullptr ? title + QStringLiteral(": ") + meaning : meaning};
    }
    /// Words: they give in where there is little room.
    bool isText() const {
        return type == Type::kText || type == Type::kToken || type == Type::kLines;
    }
    bool isNumber() const {
        return !isText() && type != Type::kTimestamp && type != Type::kAddress &&
               type != Type::kEndpoint;
    }
};

class RowSort;

/// A table whose rows are items in an order of their own: sorted, perhaps only some of them, and
/// perhaps in groups, which are one level of a tree then. Rows are counted from the first to the
/// last, whatever group they are in. Keys are computed once for each sort, texts only for the cells
/// that are drawn.
class TableModel : public QAbstractItemModel {
    Q_OBJECT

  public:
    enum Role {
        kSortRole = Qt::UserRole,  ///< a SortKey's numbers, as text, for tests and proxies
        kValueRole,                ///< for files: plain numbers, tokens, seconds
    };

    explicit TableModel(QObject* parent = nullptr);
    ~TableModel() override;

    /// For the cells that are drawn from now on.
    void setStyle(const CellStyle& style) { style_ = style; }

    /// No grouping: a table without groups.
    void groupBy(std::optional<Grouping> grouping);
    const RowGroups& groups() const { return groups_; }
    bool isGroup(const QModelIndex& index) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    /// At once, or, of very many rows, in steps between which the event loop runs.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    virtual const std::vector<Column>& columns() const = 0;
    const Column& columnAt(int column) const { return columns()[static_cast<std::size_t>(column)]; }
    /// The column of the figure of that name; -1: none shows it.
    int columnOf(const QString& name) const;
    /// The column whose words are never cut where there is little room; -1: there is none.
    virtual int mainColumn() const { return -1; }
    /// How many rows there are, those of all groups together.
    int rows() const { return static_cast<int>(rows_.size()); }
    QModelIndex cell(int row, int column) const;
    /// The row that the index is a cell of; -1: none, as it is a group's.
    int rowAt(const QModelIndex& index) const;
    std::uint32_t itemAt(int row) const { return rows_[static_cast<std::size_t>(row)]; }
    /// -1 when no row shows the item.
    int rowOf(std::uint32_t item) const;

    virtual Value value(std::uint32_t item, int column) const = 0;
    /// As a cell shows it.
    QString text(std::uint32_t item, int column) const;
    /// As files want it.
    QString fileText(std::uint32_t item, int column) const;
    /// False while the items are gone: cells are empty then.
    virtual bool isValid() const { return true; }
    /// Another number than before: the number of an item means another one now.
    std::uint64_t epoch() const { return epoch_; }

  protected:
    virtual QString tip(std::uint32_t, int) const { return {}; }
    virtual QVariant icon(std::uint32_t, int) const { return {}; }
    /// Shows these items, in the order that was chosen last. Selections stay on their items as long
    /// as `same_items` says that the numbers mean what they meant before.
    void show(std::vector<std::uint32_t> items, bool same_items);

  private:
    RowGroups arrange(std::vector<std::uint32_t>& items);
    RowGroups groupsOf(std::vector<std::uint32_t>& items) const;
    void sortMore();
    void replace(std::vector<std::uint32_t> items, RowGroups groups);
    QModelIndexList moved(const QModelIndexList& before, const std::vector<std::uint32_t>& old_rows,
                          const RowGroups& old_groups) const;
    QVariant groupData(std::size_t group, int column, int role) const;

    CellStyle style_;
    std::optional<Grouping> grouping_;
    std::vector<std::uint32_t> rows_;
    std::uint64_t epoch_ = 0;
    RowGroups groups_;
    int sort_column_ = -1;
    Qt::SortOrder sort_order_ = Qt::AscendingOrder;
    std::unique_ptr<RowSort> sorting_;  // null: the rows are in order
    QTimer sort_timer_;
};

}  // namespace finrst
