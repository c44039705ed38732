// SPDX-License-Identifier: GPL-2.0-or-later
#include "module.h"

#include "dialog.h"
#include "settings.h"
#include "text.h"
#include "version.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QMetaObject>
#include <QPointer>

namespace finrst {

namespace {

QPointer<Dialog>& openDialog() {
    static QPointer<Dialog> dialog;
    return dialog;
}

QMainWindow* mainWindow() {
    for (QWidget* window : QApplication::topLevelWidgets()) {
        auto* found = qobject_cast<QMainWindow*>(window);
        if (found != nullptr && found->isVisible()) return found;
    }
    return nullptr;
}

/// Has Wireshark filter once more by what it filters by now, and hand the packets to all taps.
void retap(AnalysisSource& source) {
    const CaptureState state = source.state();
    QMainWindow* window = mainWindow();
    if (!state.open || window == nullptr) return;
    QMetaObject::invokeMethod(window, "filterPackets", Qt::QueuedConnection,
                              Q_ARG(QString, toQString(state.display_filter)), Q_ARG(bool, true));
}

/// Writes into Wireshark's filter line: its interface for plugins applies a filter even when told
/// to prepare it only.
void prepare(const QString& filter) {
    const QMainWindow* window = mainWindow();
    if (window == nullptr) return;
    for (QComboBox* line : window->findChildren<QComboBox*>()) {
        if (!line->inherits("DisplayFilterCombo") || !line->isEditable()) continue;
        line->lineEdit()->setText(filter);
        line->lineEdit()->setFocus();
        return;
    }
}

/// How Wireshark calls the entry of its menu.
QString actionOf(StreamTool tool) {
    switch (tool) {
        case StreamTool::kFollow:
            return QStringLiteral("actionAnalyzeFollowTCPStream");
        case StreamTool::kStevens:
            return QStringLiteral("actionStatisticsTcpStreamStevens");
        case StreamTool::kTcptrace:
            return QStringLiteral("actionStatisticsTcpStreamTcptrace");
        case StreamTool::kThroughput:
            return QStringLiteral("actionStatisticsTcpStreamThroughput");
        case StreamTool::kRoundTripTime:
            return QStringLiteral("actionStatisticsTcpStreamRoundTripTime");
        case StreamTool::kWindowScaling:
            return QStringLiteral("actionStatisticsTcpStreamWindowScaling");
        case StreamTool::kIoGraphs:
            return QStringLiteral("actionStatisticsIOGraph");
        case StreamTool::kNewColoringRule:
            return QStringLiteral("actionViewColorizeNewColoringRule");
        case StreamTool::kResetColors:
            return QStringLiteral("actionViewColorizeResetColorization");
        default:
            return QStringLiteral("actionViewColorizeConversation%1")
                .arg(static_cast<int>(tool) - static_cast<int>(StreamTool::kColor1) + 1);
    }
}

/// Since 4.2 Wireshark makes the entries of its menu Follow while it runs, without names.
QAction* followAction(const QMainWindow& window) {
    const QMenu* menu = window.findChild<QMenu*>(QStringLiteral("menuFollow"));
    if (menu == nullptr) return nullptr;
    for (QAction* action : menu->findChildren<QAction*>()) {
        if (action->text().remove(QLatin1Char('&')).startsWith(QLatin1String("TCP ")))
            return action;
    }
    return nullptr;
}

/// Plugins have no other way there than the entries of Wireshark's menus.
void openTool(StreamTool tool) {
    const QMainWindow* window = mainWindow();
    if (window == nullptr) return;
    auto* action = window->findChild<QAction*>(actionOf(tool));
    if (action == nullptr && tool == StreamTool::kFollow) action = followAction(*window);
    if (action != nullptr) action->trigger();
}

void show(AnalysisSource& source) {
    QPointer<Dialog>& dialog = openDialog();
    if (dialog.isNull()) {
        setSettingsFile(toQString(source.settingsFile()));
        dialog = new Dialog(source, mainWindow());
        QObject::connect(dialog, &Dialog::retapWanted, dialog, [&source] { retap(source); });
        QObject::connect(dialog, &Dialog::prepareWanted, dialog, prepare);
        QObject::connect(dialog, &Dialog::toolWanted, dialog, openTool);
        // Wireshark unloads its plugins, and with them the source, when its event loop has ended.
        QObject::connect(qApp, &QCoreApplication::aboutToQuit, dialog, [] { delete openDialog(); });
    }
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

}  // namespace

}  // namespace finrst

// Declared first: a namespace-scope const has internal linkage otherwise.
extern "C" Q_DECL_EXPORT const char finrst_dialog_types[];
const char finrst_dialog_types[] = FINRST_TYPES;

extern "C" Q_DECL_EXPORT void finrst_show_dialog(finrst::AnalysisSource* source) {
    finrst::show(*source);
}
