// SPDX-License-Identifier: GPL-2.0-or-later
#include "save_file.h"

#include "settings.h"
#include "warning.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>
#include <QSettings>

#include <memory>

namespace finrst {

namespace {

const QString kFolder = QStringLiteral("save_folder");

}  // namespace

QString askForFile(QWidget* parent, const QString& name, const QString& suffix,
                   const QString& kind) {
    QSettings settings(settingsFile(), QSettings::IniFormat);
    const QDir folder(settings.value(kFolder, QDir::homePath()).toString());
    QFileDialog dialog(parent, QObject::tr("Save %1").arg(name),
                       folder.filePath(name + QLatin1Char('.') + suffix),
                       QStringLiteral("%1 (*.%2)").arg(kind, suffix));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(suffix);
    if (dialog.exec() != QDialog::Accepted || dialog.selectedFiles().isEmpty()) return {};
    QString path = dialog.selectedFiles().first();
    settings.setValue(kFolder, QFileInfo(path).absolutePath());
    return path;
}

TextTaker fileWriter(QWidget* parent, const QString& path) {
    return
        [parent, file = std::make_shared<QSaveFile>(path)](const QByteArray& piece, bool is_last) {
            const bool is_open = file->isOpen() || file->open(QIODevice::WriteOnly);
            if (is_open && file->write(piece) == piece.size() && (!is_last || file->commit())) {
                return true;
            }
            tellUnsaved(parent, file->fileName(), file->errorString());
            return false;
        };
}

bool saveText(QWidget* parent, const QString& path, const QByteArray& text) {
    return fileWriter(parent, path)(text, true);
}

void tellUnsaved(QWidget* parent, const QString& path, const QString& why) {
    warn(parent, QObject::tr("Not Saved"),
         QObject::tr("“%1” could not be written%2. Choose another folder or make "
                     "room on the disk.")
             .arg(QDir::toNativeSeparators(path),
                  why.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(why)));
}

}  // namespace finrst
