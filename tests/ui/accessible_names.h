// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QAccessible>
#include <QStringList>
#include <QWidget>

namespace finrst {

/// The classes of what the keyboard can get to in the window, as it is shown, and a screen reader
/// has no name for.
inline QStringList nameless(const QWidget& window) {
    QStringList classes;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        const bool can_have_focus =
            (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->focusProxy() == nullptr;
        if (!widget->isVisible() || !can_have_focus) continue;
        const QAccessibleInterface* told = QAccessible::queryAccessibleInterface(widget);
        if (told != nullptr && !told->text(QAccessible::Name).isEmpty()) continue;
        classes << QLatin1String(widget->metaObject()->className());
    }
    return classes;
}

}  // namespace finrst
