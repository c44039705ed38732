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
}

}  // namespace finrst
