// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QMouseEvent>

namespace finrst {

/// In the widget that got the event.
inline QPoint positionOf(const QMouseEvent* event) {
#if QT_VERSION >= QT_VERSION_CHECK(6, 0, 0)
    return event->position().toPoint();
#else
    return event->pos();
#endif
}

}  // namespace finrst
