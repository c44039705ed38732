// SPDX-License-Identifier: GPL-2.0-or-later
#include "page.h"

#include <QMenu>

namespace finrst {

void Page::addFilterMenus(QMenu& menu, const std::vector<FilterEntry>& entries) {
    for (bool apply : {true, false}) {
        QMenu* filters = menu.addMenu(apply ? tr("&Apply as Filter") : tr("&Prepare as Filter"));
        for (const FilterEntry& entry : entries) {
            QAction* action = filters->addAction(
                entry.title, this, [=, this] { emit filterWanted(entry.filter, apply); });
            action->setEnabled(!entry.filter.isEmpty());
            action->setToolTip(entry.filter);
        }
        filters->setToolTipsVisible(true);
    }
}

void Page::addTools(QMenu& menu, std::uint32_t frame) {
    const auto add = [this, frame](QMenu& to, const QString& title, StreamTool tool) {
        to.addAction(title, this, [this, frame, tool] { emit toolWanted(tool, frame); });
    };
    add(menu, tr("&Follow TCP Stream"), StreamTool::kFollow);
    QMenu* graphs = menu.addMenu(tr("TCP Stream &Graphs"));
    add(*graphs, tr("Time Sequence (&Stevens)"), StreamTool::kStevens);
    add(*graphs, tr("Time Sequence (&tcptrace)"), StreamTool::kTcptrace);
    add(*graphs, tr("Through&put"), StreamTool::kThroughput);
    add(*graphs, tr("&Round Trip Time"), StreamTool::kRoundTripTime);
    add(*graphs, tr("&Window Scaling"), StreamTool::kWindowScaling);
    add(menu, tr("&I/O Graphs"), StreamTool::kIoGraphs);
    QMenu* colors = menu.addMenu(tr("Colori&ze Conversation"));
    const int first = static_cast<int>(StreamTool::kColor1);
    for (int tool = first; tool <= static_cast<int>(StreamTool::kColor10); ++tool) {
        const int number = tool - first + 1;
        const QString title = number < 10 ? tr("Color &%1") : tr("Color %1");
        add(*colors, title.arg(number), static_cast<StreamTool>(tool));
    }
    add(*colors, tr("&New Coloring Rule…"), StreamTool::kNewColoringRule);
    add(*colors, tr("&Reset Colorization"), StreamTool::kResetColors);
}

}  // namespace finrst
