// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "table_model.h"
#include "table_text.h"

#include <QTreeView>

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

class QMenu;

namespace finrst {

/// A table of the dialog: remembers what the user made of its columns, copies, exports, and asks
/// for the actions of its context menu.
class TableView : public QTreeView {
    Q_OBJECT

  public:
    /// `name` tells the settings of tables apart.
    TableView(TableModel& model, const QString& name, QWidget* parent = nullptr);

    /// Sorts by `column` unless the user chose another one before.
    void setDefaultSort(int column, Qt::SortOrder order);
    /// Columns and order are as the settings have them, which may be those of another profile now.
    void restore();
    /// Columns take the width that their contents want now, unless the user chose another one.
    void fitIfNotKept();
    /// The main column takes the room that the others leave, and wraps its words: for tables of few
    /// rows.
    void wrapMainColumn();
    /// What an empty table says.
    void setPlaceholder(const QString& text);
    const QString& placeholder() const { return placeholder_; }
    /// The selected rows from top to bottom, of a selected group all; what is current where nothing
    /// is selected.
    std::vector<int> selectedRows() const;
    /// -1: none, or a group.
    int currentRow() const { return model_.rowAt(currentIndex()); }
    void selectRow(int row);
    void unfoldAll();

    /// The selected rows as they are shown.
    void copy();
    /// The whole table as it stands: shown columns, rows and order.
    std::unique_ptr<TextMaker> wholeAs(TableFormat format) const;
    /// Whether it is to be as the table shows it, for all tables.
    static void addExactFigures(QMenu& menu);

  signals:
    void menuWanted(QMenu& menu);
    void currentRowChanged();
    /// By the user, with keyboard or mouse.
    void rowChosen();

  protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option,
                 const QModelIndex& index) const override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

  private:
    void copyToClipboard(TableFormat format, bool exact);
    // Of the settings.
    QString columnsKey() const;
    bool areColumnsKept() const;
    QString sortedByKey() const;
    QString descendingKey() const;
    void fitColumns();
    int titleWidth(int column) const;
    bool givesIn(int column) const;
    int leastWidth(int column, int wanted) const;
    int wantedWidth(int column) const;
    void resizeColumns(const std::vector<int>& columns, const std::vector<int>& least,
                       const std::vector<int>& wanted);
    void restoreColumns();
    void saveColumns() const;
    void saveOrder() const;
    void setColumnShown(int column, bool shown);
    void addColumnActions(QMenu& menu);
    void headerMenu(const QPoint& position);
    QRect arrowOf(const QModelIndex& group) const;
    void remember();
    void recall();
    std::vector<int> shownColumns() const;

    TableModel& model_;
    QString name_;
    QString placeholder_;
    int default_sort_column_ = -1;
    Qt::SortOrder default_sort_order_ = Qt::AscendingOrder;
    bool is_restoring_ = false;  ///< what changes is not the user's doing
    bool was_shown_ = false;
    bool wraps_ = false;  ///< the main column
    std::optional<std::uint32_t> remembered_;
    std::unordered_set<std::uint64_t> unfolded_;  ///< groups, by key
};

}  // namespace finrst
