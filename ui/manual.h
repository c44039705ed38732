// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QString>

namespace finrst {

/// Where the documentation is as HTML, if it is installed.
void setManualFolder(const QString& folder);

/// Shows a chapter, as in "docs/using.html#in-the-window", in the user's browser. False: it is not
/// installed, or there is no browser.
bool openManual(const QString& chapter);

}  // namespace finrst
