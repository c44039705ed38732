// SPDX-License-Identifier: GPL-2.0-or-later
#include "dialog_test.h"
#include "model_test.h"
#include "save_capture_test.h"

#include <QApplication>
#include <QTest>

int main(int count, char** arguments) {
    QApplication application(count, arguments);
    finrst::ModelTest models;
    finrst::DialogTest dialog;
    finrst::SaveCaptureTest save_capture;
    int failed = 0;
    for (QObject* test : std::initializer_list<QObject*>{&models, &dialog, &save_capture}) {
        failed += QTest::qExec(test, count, arguments);
    }
    return failed;
}
