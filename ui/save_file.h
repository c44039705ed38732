// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "text_job.h"

#include <QString>

class QWidget;

namespace finrst {

/// Asks where to save; remembers the folder. `suffix` without a dot. Empty when the user declined.
QString askForFile(QWidget* parent, const QString& name, const QString& suffix,
                   const QString& kind);

/// Writes a file. What is there stays until the last piece has come.
TextTaker fileWriter(QWidget* parent, const QString& path);

/// Writes the whole file or leaves an older one as it was, and tells the user when it could not.
bool saveText(QWidget* parent, const QString& path, const QByteArray& text);

void tellUnsaved(QWidget* parent, const QString& path, const QString& why = {});

}  // namespace finrst
