// SPDX-License-Identifier: GPL-2.0-or-later
#include "manual.h"

#include <QDesktopServices>
#include <QFile>
#include <QUrl>

namespace finrst {

namespace {

QString& folder() {
    static QString folder = QStringLiteral(FINRST_PAGES);
    return folder;
}

}  // namespace

void setManualFolder(const QString& path) {
    folder() = path;
}

bool openManual(const QString& chapter) {
    const QString file =
        QStringLiteral("%1/%2").arg(folder(), chapter.section(QLatin1Char('#'), 0, 0));
    if (!QFile::exists(file)) return false;
    QUrl url = QUrl::fromLocalFile(file);
    url.setFragment(chapter.section(QLatin1Char('#'), 1));
    return QDesktopServices::openUrl(url);
}

}  // namespace finrst
