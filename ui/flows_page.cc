// SPDX-License-Identifier: GPL-2.0-or-later
#include "flows_page.h"

#include "evidence_html.h"
#include "filters.h"
#include "kept_splitter.h"
#include "report/diagnosis.h"
#include "report/explanation.h"
#include "text.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>

namespace finrst {

namespace {

/// A display filter with more streams than this is slower than it is useful.
constexpr std::size_t kMostSelected = 2000;

// Of the width, where the ladder does not ask for more.
constexpr int kLadderShare = 520;
constexpr int kEvidenceShare = 460;

}  // namespace

const std::vector<FlowsPage::Target>& FlowsPage::targets() {
    static const std::vector<Target> kTargets = {
        {QT_TR_NOOP("Go to &RST"), &Reset::frame, Qt::Key_1},
        {QT_TR_NOOP("Go to What It Ans&wers"), &Reset::trigger_frame, Qt::Key_2},
        {QT_TR_NOOP("Go to Its &Own FIN"), &Reset::own_fin_frame, Qt::Key_3},
        {QT_TR_NOOP("Go to the AC&K of Its Own FIN"), &Reset::own_fin_ack_frame, Qt::Key_4},
    };
    return kTargets;
}

FlowsPage::FlowsPage(ReportFeed& feed, QWidget* parent)
    : Page(feed, parent),
      model_(new FlowModel(feed, this)),
      view_(new TableView(*model_, QStringLiteral("flows"))),
      scope_(new QComboBox),
      groups_(new QComboBox),
      filter_(new QLineEdit),
      count_(new QLabel),
      ladder_(new LadderPane),
      evidence_(new TextView(tr("Evidence"))) {
    view_->setAccessibleName(tr("Flows"));
    model_->setPalette(palette());
    view_->setDefaultSort(model_->columnOf(QLatin1String("frame.number")), Qt::AscendingOrder);
    auto* parts = new KeptSplitter(Qt::Vertical, QStringLiteral("flows/parts"));
    parts->addWidget(view_);
    parts->addWidget(makeDetails());
    parts->setStretchFactor(0, 1);
    parts->setStretchFactor(1, 1);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(makeControls());
    layout->addWidget(parts, 1);
    setFocusProxy(view_);
    connect(view_, &TableView::currentRowChanged, this, &FlowsPage::showCurrent);
    connect(view_, &TableView::rowChosen, this, [this] { goTo(&Reset::frame); });
    connect(view_, &TableView::menuWanted, this, &FlowsPage::fillMenu);
    connect(view_, &TableView::activated, this, [this] { goTo(&Reset::frame); });
    addShortcuts();
}

QWidget* FlowsPage::makeControls() {
    auto* controls = new QWidget;
    auto* layout = new QHBoxLayout(controls);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* show_label = new QLabel(tr("&Rows:"));
    show_label->setBuddy(scope_);
    scope_->addItems({tr("Affected flows"), tr("All flows with a reset"), tr("Every reset")});
    scope_->setToolTip(
        tr("Affected: a FIN was answered by a RST because the socket of the "
           "connection was missing (finrst.affected)"));
    auto* groups_label = new QLabel(tr("&Grouped by:"));
    groups_label->setBuddy(groups_);
    groups_->addItems({tr("Nothing"), tr("Incident"), tr("Sender"), tr("Service"), tr("Verdict")});
    groups_->setToolTip(tr("What the rows of a group have in common; → and ← unfold and fold it"));
    filter_->setPlaceholderText(tr("Find in rows: address, port, verdict, cause, incident:1 …"));
    filter_->setClearButtonEnabled(true);
    filter_->setAccessibleName(tr("Text filter"));
    filter_->setToolTip(tr("<p>Words that a row must contain, each in whatever column, or in one: "
                           "<tt>%1:</tt></p><p>Between slashes, a regular expression: "
                           "<tt>port:/^80/</tt>, <tt>/refused|missing/</tt></p>")
                            .arg(model_->textFilter().columns().join(QStringLiteral(":, "))));
    layout->addWidget(show_label);
    layout->addWidget(scope_);
    layout->addWidget(groups_label);
    layout->addWidget(groups_);
    layout->addWidget(filter_, 1);
    layout->addWidget(count_);
    connect(scope_, qOverload<int>(&QComboBox::currentIndexChanged), this, &FlowsPage::setScope);
    connect(scope_, qOverload<int>(&QComboBox::activated), this,
            [this] { is_scope_chosen_ = true; });
    connect(groups_, qOverload<int>(&QComboBox::currentIndexChanged), this, &FlowsPage::setGroups);
    connect(filter_, &QLineEdit::textChanged, this, [this](const QString& text) {
        model_->setTextFilter(text);
        showCount();
        showCurrent();
    });
    return controls;
}

QWidget* FlowsPage::makeDetails() {
    auto* details = new KeptSplitter(Qt::Horizontal, QStringLiteral("flows/details"));
    details->addWidget(ladder_);
    details->addWidget(evidence_);
    details->setStretchFactor(0, 1);
    details->setStretchFactor(1, 1);
    details->setSizes({kLadderShare, kEvidenceShare});
    connect(ladder_, &LadderPane::frameWanted, this, &Page::frameWanted);
    connect(evidence_, &TextView::frameWanted, this, &Page::frameWanted);
    return details;
}

void FlowsPage::addShortcuts() {
    for (const Target& target : targets()) {
        auto* action = new QAction(tr(target.title), this);
        action->setShortcut(QKeySequence(static_cast<int>(Qt::CTRL) | target.key));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, [this, &target] { goTo(target.frame); });
        addAction(action);
    }
    auto* find = new QAction(this);
    find->setShortcut(QKeySequence::Find);
    find->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QAction::triggered, this, &FlowsPage::focusFilter);
    addAction(find);
}

void FlowsPage::focusFilter() {
    filter_->setFocus(Qt::ShortcutFocusReason);
    filter_->selectAll();
}

void FlowsPage::followPacket(std::uint32_t frame) {
    const auto tellsOf = [frame](const Reset& reset) {
        return std::any_of(targets().begin(), targets().end(),
                           [&](const Target& target) { return reset.*target.frame == frame; });
    };
    const std::optional<Reset> current = model_->resetAt(view_->currentRow());
    if (frame != 0 && !(current && tellsOf(*current))) view_->selectRow(model_->rowOf(tellsOf));
}

void FlowsPage::refresh() {
    model_->refresh();
    chooseScope();
    showCount();
    showCurrent();
}

/// Where none is affected, all there is.
void FlowsPage::chooseScope() {
    const Report* report = feed().report().get();
    if (is_scope_chosen_ || report == nullptr) return;
    const FlowScope scope = report->affected > 0 ? FlowScope::kAffected : FlowScope::kResets;
    scope_->setCurrentIndex(static_cast<int>(scope));
}

void FlowsPage::showIncident(std::uint32_t number) {
    is_scope_chosen_ = true;
    scope_->setCurrentIndex(static_cast<int>(FlowScope::kResets));
    groups_->setCurrentIndex(static_cast<int>(FlowGroups::kNone));
    filter_->setText(QStringLiteral("incident:%1").arg(number));
    view_->setFocus();
}

void FlowsPage::setScope(int index) {
    model_->setScope(static_cast<FlowScope>(index));
    showCount();
    showCurrent();
}

/// Folded at first: what there is, and how much of it.
void FlowsPage::setGroups(int index) {
    view_->collapseAll();
    model_->setGroups(static_cast<FlowGroups>(index));
    showCurrent();
}

void FlowsPage::showCount() {
    const auto shown = static_cast<std::uint64_t>(model_->rows());
    count_->setText(shown == model_->inScope()
                        ? countText(shown)
                        : tr("%1 of %2").arg(countText(shown), countText(model_->inScope())));
    const Report* report = feed().report().get();
    if (model_->inScope() > 0) {
        const QString problem = model_->textFilter().problem(filter_->text());
        view_->setPlaceholder(problem.isEmpty() ? tr("No row contains “%1”").arg(filter_->text())
                                                : tr("Not a regular expression: %1").arg(problem));
    } else if (report != nullptr && report->resets > 0) {
        view_->setPlaceholder(tr("No flow is affected. Choose “Every reset” to see the others."));
    } else {
        view_->setPlaceholder(report != nullptr ? toQString(headline(*report)) : QString());
    }
}

void FlowsPage::clearDetails() {
    ladder_->clear();
    evidence_->showHtml({});
}

void FlowsPage::showCurrent() {
    const std::optional<Reset> reset = model_->resetAt(view_->currentRow());
    if (!reset) {
        clearDetails();
        return;
    }
    const CaptureAnalysis& analysis = *feed().analysis();
    ladder_->showReset(analysis, *reset);
    ladder_->makeRoom(width());
    evidence_->showHtml(evidenceHtml(*reset, explain(analysis, *reset), palette()));
}

void FlowsPage::goTo(std::uint32_t Reset::*frame) {
    const std::optional<Reset> reset = model_->resetAt(view_->currentRow());
    if (reset && (*reset).*frame != 0) emit frameWanted((*reset).*frame);
}

QString FlowsPage::selectedFilter() const {
    const std::vector<int> rows = view_->selectedRows();
    if (rows.size() > kMostSelected) return {};
    std::vector<Reset> resets;
    for (int row : rows) {
        if (const std::optional<Reset> reset = model_->resetAt(row)) resets.push_back(*reset);
    }
    if (resets.empty()) return {};
    return flowsFilter(*const_cast<FlowsPage*>(this)->feed().analysis(), resets);
}

void FlowsPage::fillMenu(QMenu& menu) {
    const std::size_t rows = view_->selectedRows().size();
    if (rows == 0) return;
    const bool too_many = rows > kMostSelected;
    const FilterEntry selected{
        too_many ? tr("&Selected Flows (%1 are too many for a filter)").arg(countText(rows))
                 : tr("&Selected Flows"),
        selectedFilter()};
    if (!model_->groups().empty()) {
        menu.addAction(tr("U&nfold All Groups"), view_, &TableView::unfoldAll);
        menu.addAction(tr("Fol&d All Groups"), view_, &TableView::collapseAll);
        menu.addSeparator();
    }
    const std::optional<Reset> reset = model_->resetAt(view_->currentRow());
    if (!reset) {
        addFilterMenus(menu, {selected});
        return;
    }
    for (const Target& target : targets()) {
        const std::uint32_t frame = (*reset).*target.frame;
        const QString title = tr(target.title);
        QAction* action =
            menu.addAction(frame == 0 ? title : tr("%1 (frame %2)").arg(title).arg(frame), this,
                           [this, frame] { emit frameWanted(frame); });
        action->setShortcut(QKeySequence(static_cast<int>(Qt::CTRL) | target.key));
        action->setEnabled(frame != 0);
    }
    menu.addSeparator();
    addTools(menu, (*reset).frame);
    menu.addSeparator();
    const Flow flow = flowOf(*feed().analysis(), *reset);
    addFilterMenus(menu, {{tr("This &Flow"), flowsFilter(*feed().analysis(), {*reset})},
                          selected,
                          {tr("&All Affected"), affectedFilter()},
                          {tr("This &Verdict"), verdictFilter(reset->verdict)},
                          {tr("Its &Client"), hostFilter(flow.client)},
                          {tr("Its S&erver"), hostFilter(flow.server)}});
}

void FlowsPage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    ladder_->makeRoom(width());
}

void FlowsPage::changeEvent(QEvent* event) {
    Page::changeEvent(event);
    if (event->type() != QEvent::PaletteChange) return;
    model_->setPalette(palette());
    evidence_->showHtml({});
    showCurrent();
}

}  // namespace finrst
