// SPDX-License-Identifier: GPL-2.0-or-later
#include "settings.h"

namespace finrst {

namespace {

QString& path() {
    static QString path;
    return path;
}

}  // namespace

QString settingsFile() {
    return path();
}

void setSettingsFile(const QString& file) {
    path() = file;
}

}  // namespace finrst
