// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace finrst {

/// Shows `text` to the letter until the user has read it: a name in it may look like HTML.
void warn(QWidget* parent, const QString& title, const QString& text);

}  // namespace finrst
