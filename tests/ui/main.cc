// SPDX-License-Identifier: GPL-2.0-or-later
#include "dialog_test.h"
#include "model_test.h"

#include <QApplication>
#include <QTest>

int main(int count, char** arguments) {
    QApplication application(count, arguments);
    finrst::ModelTest models;
    finrst::DialogTest dialog;
    const int failed = QTest::qExec(&models, count, arguments);
    return failed + QTest::qExec(&dialog, count, arguments);
}
