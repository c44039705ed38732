// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QString>

namespace finrst {

/// Where the dialog keeps widths, order of columns and its size, see AnalysisSource::settingsFile.
QString settingsFile();
void setSettingsFile(const QString& path);

}  // namespace finrst
