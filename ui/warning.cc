// SPDX-License-Identifier: GPL-2.0-or-later
#include "warning.h"

#include <QMessageBox>

namespace finrst {

void warn(QWidget* parent, const QString& title, const QString& text) {
    QMessageBox box(QMessageBox::Warning, title, text, QMessageBox::Ok, parent);
    box.setTextFormat(Qt::PlainText);
    box.exec();
}

}  // namespace finrst
