// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "table_model.h"
#include "table_text.h"

#include <QTreeView>

#include <optional>
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
    /// What an empty table says.
    void setPlaceholder(const QString& text);
    /// The main column takes the room that the others leave, and wraps its words: for tables of few
    /// rows.
    void wrapMainColumn();
    /// The selected rows from top to bottom; the current row where none is selected.
    std::vector<int> selectedRows() const;
    int currentRow() const { return currentIndex().isValid() ? currentIndex().row() : -1; }
    void selectRow(int row);

    /// The selected rows as they are shown.
    void copy();
    /// The whole table as it stands: shown columns, rows and order.
    QString wholeAs(TableFormat format) const;
    /// Whether it is to be as the table shows it, for all tables.
    static void addExactFigures(QMenu& menu);

  signals:
    void menuWanted(QMenu& menu);
    void currentRowChanged();
    /// By the user, with keyboard or mouse.
    void rowChosen();

  protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

  private:
    void copyToClipboard(TableFormat format, bool exact);
    // Of the settings.
    QString columnsKey() const;
    QString sortedByKey() const;
    QString descendingKey() const;
    void fitColumns();
    int titleWidth(int column) const;
    int leastWidth(int column, int wanted) const;
    int wantedWidth(int column) const;
    void resizeColumns(const std::vector<int>& columns, const std::vector<int>& least,
                       const std::vector<int>& wanted);
    void restoreColumns();
    void saveColumns() const;
    bool givesIn(int column) const;
    void setColumnShown(int column, bool shown);
    void addColumnActions(QMenu& menu);
    void headerMenu(const QPoint& position);
    void remember();
    void recall();
    std::vector<int> shownColumns() const;

    TableModel& model_;
    QString name_;
    QString placeholder_;
    bool was_shown_ = false;
    std::optional<std::uint32_t> remembered_;
};

}  // namespace finrst
    bool wraps_ = false;  ///< the main column
