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

void KeptSplitter::showEvent(QShowEvent* event) {
    QSplitter::showEvent(event);
    if (!as_it_comes_.isEmpty()) return;
    as_it_comes_ = saveState();
    restore();
}

void KeptSplitter::restore() {
    if (as_it_comes_.isEmpty()) return;
    const QSettings settings(settingsFile(), QSettings::IniFormat);
    restoreState(settings.value(name_, as_it_comes_).toByteArray());
}

}  // namespace finrst
