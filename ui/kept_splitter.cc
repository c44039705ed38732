// SPDX-License-Identifier: GPL-2.0-or-later
#include "kept_splitter.h"

#include "settings.h"

#include <QSettings>

namespace finrst {

KeptSplitter::KeptSplitter(Qt::Orientation orientation, const QString& name)
    : QSplitter(orientation), name_(name) {
    setChildrenCollapsible(false);
    connect(this, &QSplitter::splitterMoved, this, [this] {
        QSettings(settingsFile(), QSettings::IniFormat).setValue(name_, saveState());
    });
}

/// When all its parts are there.
void KeptSplitter::showEvent(QShowEvent* event) {
    QSplitter::showEvent(event);
    if (was_shown_) return;
    was_shown_ = true;
    restoreState(QSettings(settingsFile(), QSettings::IniFormat).value(name_).toByteArray());
}

}  // namespace finrst
