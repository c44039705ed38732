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

}  // namespace finrst
