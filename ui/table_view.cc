// SPDX-License-Identifier: GPL-2.0-or-later
#include "table_view.h"

#include "mouse_position.h"
#include "settings.h"
#include "theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QSettings>
#include <QStringList>
#include <QStyledItemDelegate>
#include <QTimer>

#include <algorithm>
#include <numeric>

namespace finrst {

namespace {

constexpr int kSampledRows = 60;
/// Pixels that a column gets beyond what it wants, where there is room.
constexpr int kMostSpare = 24;

const QString kExactFigures = QStringLiteral("exact_figures");

bool exactFigures() {
    return QSettings(settingsFile(), QSettings::IniFormat).value(kExactFigures, true).toBool();
}

/// A cell as high as its words are in the width of their column.
class WrappedText : public QStyledItemDelegate {
  public:
    explicit WrappedText(QTreeView* view) : QStyledItemDelegate(view), view_(*view) {}

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyleOptionViewItem cell = option;
        cell.rect = QRect(0, 0, view_.columnWidth(index.column()), 1);
        return QStyledItemDelegate::sizeHint(cell, index);
    }

  private:
    const QTreeView& view_;
};

}  // namespace

TableView::TableView(TableModel& model, const QString& name, QWidget* parent)
    : QTreeView(parent), model_(model), name_(name) {
    setModel(&model);
    // Its words are English, and addresses and times read so everywhere.
    setLayoutDirection(Qt::LeftToRight);
    setRootIsDecorated(false);
    setIndentation(0);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setAlternatingRowColors(true);
    setSelectionMode(ExtendedSelection);
    setTextElideMode(Qt::ElideRight);
    setHorizontalScrollMode(ScrollPerPixel);
    header()->setSectionsMovable(true);
    header()->setStretchLastSection(false);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    setSortingEnabled(true);
    connect(header(), &QHeaderView::customContextMenuRequested, this, &TableView::headerMenu);
    connect(&model, &TableModel::modelAboutToBeReset, this, &TableView::remember);
    connect(&model, &TableModel::modelReset, this, &TableView::recall);
}

void TableView::setDefaultSort(int column, Qt::SortOrder order) {
    default_sort_column_ = column;
    default_sort_order_ = order;
    restore();
}

void TableView::restore() {
    is_restoring_ = true;
    for (int column = 0; column < header()->count(); ++column) {
        header()->moveSection(header()->visualIndex(column), column);
        setColumnHidden(column, model_.columnAt(column).on_demand);
    }
    sortByColumn(default_sort_column_, default_sort_order_);
    restoreColumns();
    is_restoring_ = false;
    fitIfNotKept();
}

void TableView::fitIfNotKept() {
    if (was_shown_ && !areColumnsKept()) fitColumns();
}

void TableView::wrapMainColumn() {
    wraps_ = true;
    setUniformRowHeights(false);
    setWordWrap(true);
    setItemDelegateForColumn(model_.mainColumn(), new WrappedText(this));
    header()->setSectionResizeMode(model_.mainColumn(), QHeaderView::Stretch);
    connect(header(), &QHeaderView::sectionResized, this, &TableView::scheduleDelayedItemsLayout);
}

void TableView::setPlaceholder(const QString& text) {
    placeholder_ = text;
    viewport()->update();
}

void TableView::paintEvent(QPaintEvent* event) {
    QTreeView::paintEvent(event);
    if (model_.rows() > 0) return;
    QPainter painter(viewport());
    painter.setPen(faint(palette(), 0.6));
    painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap, placeholder_);
}

std::vector<int> TableView::selectedRows() const {
    std::vector<int> rows;
    const auto add = [&](const QModelIndex& index) {
        if (model_.isGroup(index)) {
            const auto& group = model_.groups()[static_cast<std::size_t>(index.row())];
            for (std::size_t row = group.begin; row < group.end; ++row) {
                rows.push_back(static_cast<int>(row));
            }
        } else if (index.isValid()) {
            rows.push_back(model_.rowAt(index));
        }
    };
    for (const QItemSelectionRange& range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            add(model_.index(row, 0, range.parent()));
        }
    }
    if (rows.empty()) add(currentIndex());
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

void TableView::selectRow(int row) {
    if (row < 0 || row >= model_.rows()) return;
    setCurrentIndex(model_.cell(row, 0));
    scrollTo(currentIndex());
}

/// Not `expandAll`, which remembers each row, too.
void TableView::unfoldAll() {
    scheduleDelayedItemsLayout();  // one for all of them
    for (int group = 0; group < model_.rowCount(); ++group) expand(model_.index(group, 0));
}

std::vector<int> TableView::shownColumns() const {
    std::vector<int> columns;
    for (int visual = 0; visual < header()->count(); ++visual) {
        const int column = header()->logicalIndex(visual);
        if (!isColumnHidden(column)) columns.push_back(column);
    }
    return columns;
}

void TableView::copy() {
    copyToClipboard(TableFormat::kText, false);
}

void TableView::copyToClipboard(TableFormat format, bool exact) {
    makeText(
        this, tr("Copy"),
        std::make_unique<TableTextMaker>(model_, shownColumns(), selectedRows(), format, exact),
        [text = QByteArray()](const QByteArray& piece, bool is_last) mutable {
            text += piece;
            if (is_last) QApplication::clipboard()->setText(QString::fromUtf8(text));
            return true;
        });
}

std::unique_ptr<TextMaker> TableView::wholeAs(TableFormat format) const {
    std::vector<int> rows(static_cast<std::size_t>(model_.rows()));
    std::iota(rows.begin(), rows.end(), 0);
    return std::make_unique<TableTextMaker>(model_, shownColumns(), rows, format, exactFigures());
}

void TableView::addExactFigures(QMenu& menu) {
    QAction* exact = menu.addAction(tr("&Exact Figures"));
    exact->setCheckable(true);
    exact->setChecked(exactFigures());
    exact->setToolTip(
        tr("Plain numbers, tokens and seconds under the names of fields, as programs want them; "
           "else as the table shows them"));
    connect(exact, &QAction::toggled, exact, [](bool is_exact) {
        QSettings(settingsFile(), QSettings::IniFormat).setValue(kExactFigures, is_exact);
    });
    menu.setToolTipsVisible(true);
}

QString TableView::columnsKey() const {
    return name_ + QStringLiteral("/columns");
}

bool TableView::areColumnsKept() const {
    return QSettings(settingsFile(), QSettings::IniFormat).contains(columnsKey());
}

QString TableView::sortedByKey() const {
    return name_ + QStringLiteral("/sorted_by");
}

QString TableView::descendingKey() const {
    return name_ + QStringLiteral("/descending");
}

void TableView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu;
    emit menuWanted(menu);
    menu.addSeparator();
    menu.addAction(tr("&Copy"), this, &TableView::copy)->setShortcut(QKeySequence::Copy);
    QMenu* copies = menu.addMenu(tr("Cop&y As"));
    for (const TableFormatName& name : tableFormats()) {
        copies->addAction(QObject::tr(name.title), this, [this, format = name.format] {
            copyToClipboard(format, exactFigures());
        });
    }
    copies->addSeparator();
    addExactFigures(*copies);
    menu.addAction(tr("Select A&ll"), this, &TableView::selectAll)
        ->setShortcut(QKeySequence::SelectAll);
    menu.addSeparator();
    addColumnActions(*menu.addMenu(tr("Col&umns")));
    QPoint position = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard && currentIndex().isValid()) {
        position = viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft());
    }
    menu.exec(position);
}

void TableView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        copy();
        event->accept();
        return;
    }
    const QPersistentModelIndex before = currentIndex();
    const bool is_enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (is_enter && currentIndex().isValid()) {
        // Not the dialog's default button.
        if (model_.isGroup(currentIndex())) {
            setExpanded(currentIndex(), !isExpanded(currentIndex()));
        } else {
            emit activated(currentIndex());
        }
        event->accept();
        return;
    }
    QTreeView::keyPressEvent(event);
    if (currentIndex() != before) emit rowChosen();
}

void TableView::mousePressEvent(QMouseEvent* event) {
    const QPersistentModelIndex before = currentIndex();
    const QPoint place = positionOf(event);
    const QModelIndex pressed = indexAt(place).siblingAtColumn(0);
    if (model_.isGroup(pressed) && arrowOf(pressed).contains(place)) {
        setExpanded(pressed, !isExpanded(pressed));
    }
    QTreeView::mousePressEvent(event);
    if (event->button() == Qt::LeftButton && currentIndex() != before) emit rowChosen();
}

void TableView::showEvent(QShowEvent* event) {
    QTreeView::showEvent(event);
    if (was_shown_) return;
    was_shown_ = true;
    // Later, when the window has given the table its room.
    QTimer::singleShot(0, this, &TableView::fitIfNotKept);
    connect(header(), &QHeaderView::sectionResized, this, [this](int column) {
        // One that stretches follows the window.
        if (header()->sectionResizeMode(column) != QHeaderView::Stretch) saveColumns();
    });
    connect(header(), &QHeaderView::sectionMoved, this, &TableView::saveColumns);
    connect(header(), &QHeaderView::sortIndicatorChanged, this, &TableView::saveOrder);
}

void TableView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTreeView::currentChanged(current, previous);
    emit currentRowChanged();
}

/// As wide as what stands in them, or would typically. Where there is less room, columns of text
/// give in, down to their titles.
void TableView::fitColumns() {
    const std::vector<int> columns = shownColumns();
    std::vector<int> least, wanted;
    for (int column : columns) {
        const int widest = wantedWidth(column);
        wanted.push_back(widest);
        least.push_back(givesIn(column) ? leastWidth(column, widest) : widest);
    }
    is_restoring_ = true;
    resizeColumns(columns, least, wanted);
    is_restoring_ = false;
}

int TableView::titleWidth(int column) const {
    const int margin = 2 * style()->pixelMetric(QStyle::PM_HeaderMargin);
    const int mark = style()->pixelMetric(QStyle::PM_HeaderMarkSize) / 2;
    return header()->fontMetrics().horizontalAdvance(model_.columnAt(column).title) + margin +
           (header()->sortIndicatorSection() == column ? 2 : 1) * mark;
}

/// Where there is little room: words, but for those that matter most, which may be wrapped instead.
bool TableView::givesIn(int column) const {
    const bool is_main = column == model_.mainColumn();
    return wraps_ ? is_main : model_.columnAt(column).isText() && !is_main;
}

int TableView::leastWidth(int column, int wanted) const {
    const int readable = fontMetrics().horizontalAdvance(QStringLiteral("192.168.100"));
    return std::max(titleWidth(column), std::min(wanted, readable));
}

int TableView::wantedWidth(int column) const {
    const QFontMetrics metrics(font());
    const int margin = metrics.horizontalAdvance(QStringLiteral("M"));
    // As QStyledItemDelegate lays out a cell: a space on both sides of what is in it, rounded up.
    const int spaces = 2 * (style()->pixelMetric(QStyle::PM_FocusFrameHMargin) + 1) + 1;
    const int icon = style()->pixelMetric(QStyle::PM_SmallIconSize) + spaces;
    const QString typical = QString::fromUtf8(typicalText(model_.columnAt(column).type));
    int widest = model_.rows() > 0 ? 0 : metrics.horizontalAdvance(typical) + margin;
    const int samples = std::min(model_.rows(), kSampledRows);
    for (int sample = 0; sample < samples; ++sample) {
        // From the first row to the last: later frames have longer numbers.
        const int row = sample * (model_.rows() - 1) / std::max(samples - 1, 1);
        const QModelIndex cell = model_.cell(row, column);
        const bool has_icon = !cell.data(Qt::DecorationRole).isNull();
        widest = std::max(widest, metrics.horizontalAdvance(cell.data().toString()) + spaces +
                                      (has_icon ? icon : 0));
    }
    return std::max(titleWidth(column), widest);
}

void TableView::resizeColumns(const std::vector<int>& columns, const std::vector<int>& least,
                              const std::vector<int>& wanted) {
    const QScrollBar* bar = verticalScrollBar();
    const int room = viewport()->width() - (bar->isVisible() ? 0 : bar->sizeHint().width());
    const int least_sum = std::accumulate(least.begin(), least.end(), 0);
    const int wanted_sum = std::accumulate(wanted.begin(), wanted.end(), 0);
    const double share =
        wanted_sum <= room || wanted_sum == least_sum
            ? 1
            : std::max(0.0, static_cast<double>(room - least_sum) / (wanted_sum - least_sum));
    // The main column takes all of it, where it wraps.
    const int spare = wraps_ ? 0 : std::max(0, room - wanted_sum) / static_cast<int>(wanted.size());
    for (std::size_t i = 0; i < least.size(); ++i) {
        const int width = least[i] + static_cast<int>(share * (wanted[i] - least[i])) +
                          std::min(spare, kMostSpare);
        header()->resizeSection(columns[i], width);
    }
}

/// As they were saved. A column that was unknown then stays where it is.
void TableView::restoreColumns() {
    const QSettings settings(settingsFile(), QSettings::IniFormat);
    int place = 0;
    for (const QString& entry : settings.value(columnsKey()).toStringList()) {
        const int column = model_.columnOf(entry.section(QLatin1Char(' '), 0, 0));
        if (column < 0) continue;
        const int width = entry.section(QLatin1Char(' '), 1).toInt();
        setColumnHidden(column, width == 0);
        if (width > 0) header()->resizeSection(column, width);
        header()->moveSection(header()->visualIndex(column), place++);
    }
    const int sorted = model_.columnOf(settings.value(sortedByKey()).toString());
    const bool descending = settings.value(descendingKey()).toBool();
    if (sorted >= 0) sortByColumn(sorted, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

/// In their order, each with its width; without one: hidden. By name, because the next version may
/// have others.
void TableView::saveColumns() const {
    if (is_restoring_) return;
    QStringList entries;
    for (int visual = 0; visual < header()->count(); ++visual) {
        const int column = header()->logicalIndex(visual);
        const QString& name = model_.columnAt(column).name;
        entries << (isColumnHidden(column)
                        ? name
                        : QStringLiteral("%1 %2").arg(name).arg(columnWidth(column)));
    }
    QSettings(settingsFile(), QSettings::IniFormat).setValue(columnsKey(), entries);
}

void TableView::saveOrder() const {
    const int sorted = header()->sortIndicatorSection();
    if (is_restoring_ || sorted < 0 || sorted >= header()->count()) return;
    QSettings settings(settingsFile(), QSettings::IniFormat);
    settings.setValue(sortedByKey(), model_.columnAt(sorted).name);
    settings.setValue(descendingKey(), header()->sortIndicatorOrder() == Qt::DescendingOrder);
}

/// A column that was never shown gets the width that it wants.
void TableView::setColumnShown(int column, bool shown) {
    setColumnHidden(column, !shown);
    if (shown) header()->resizeSection(column, wantedWidth(column));
    saveColumns();
}

void TableView::headerMenu(const QPoint& position) {
    QMenu menu;
    addColumnActions(menu);
    menu.exec(header()->mapToGlobal(position));
}

/// The first column cannot be taken away: without any, there would be no header to ask again.
void TableView::addColumnActions(QMenu& menu) {
    for (int column = 0; column < header()->count(); ++column) {
        QAction* action =
            menu.addAction(model_.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        action->setEnabled(column != 0);
        action->setToolTip(model_.columnAt(column).tip);
        connect(action, &QAction::toggled, this,
                [this, column](bool shown) { setColumnShown(column, shown); });
    }
    menu.setToolTipsVisible(true);
    menu.addSeparator();
    menu.addAction(tr("&Fit Columns to Window"), this, [this] {
        fitColumns();
        saveColumns();
    });
}

/// What folds a group and unfolds it: a square before its title.
QRect TableView::arrowOf(const QModelIndex& group) const {
    const int height = rowHeight(group);
    return {0, visualRect(group).top(), height, height};
}

/// The title of a group takes all columns.
void TableView::drawRow(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    if (!model_.isGroup(index)) {
        QTreeView::drawRow(painter, option, index);
        return;
    }
    QStyleOptionViewItem title = option;
    title.font.setBold(true);
    title.fontMetrics = QFontMetrics(title.font);
    title.showDecorationSelected = true;
    if (selectionModel()->isSelected(index)) title.state |= QStyle::State_Selected;
    if (currentIndex().siblingAtColumn(0) == index && hasFocus()) {
        title.state |= QStyle::State_HasFocus;
    }
    style()->drawPrimitive(QStyle::PE_PanelItemViewRow, &title, painter, this);
    QStyleOption arrow = title;
    arrow.rect = arrowOf(index);
    arrow.state |= QStyle::State_Children;
    style()->drawPrimitive(QStyle::PE_IndicatorBranch, &arrow, painter, this);
    title.rect.setLeft(arrow.rect.right() + 1);
    itemDelegate()->paint(painter, title, index);
}

void TableView::remember() {
    const std::vector<int> rows = selectedRows();
    remembered_.reset();
    if (currentRow() >= 0) {
        remembered_ = model_.itemAt(currentRow());
    } else if (!rows.empty()) {
        remembered_ = model_.itemAt(rows.front());
    }
    unfolded_.clear();
    for (std::size_t i = 0; i < model_.groups().size(); ++i) {
        if (isExpanded(model_.index(static_cast<int>(i), 0))) {
            unfolded_.insert(model_.groups()[i].key);
        }
    }
}

/// The row that was current, or the first one; its group where that is folded.
void TableView::recall() {
    for (std::size_t i = 0; i < model_.groups().size(); ++i) {
        if (unfolded_.count(model_.groups()[i].key) > 0) {
            expand(model_.index(static_cast<int>(i), 0));
        }
    }
    if (model_.rows() == 0) {
        emit currentRowChanged();
        return;
    }
    const int row = remembered_ ? model_.rowOf(*remembered_) : -1;
    const QModelIndex cell = model_.cell(std::max(row, 0), 0);
    const bool is_folded = cell.parent().isValid() && !isExpanded(cell.parent());
    setCurrentIndex(is_folded ? cell.parent() : cell);
}

}  // namespace finrst
