// SPDX-License-Identifier: GPL-2.0-or-later
#include "keys_window.h"

#include "text_view.h"

#include <QDialogButtonBox>
#include <QObject>
#include <QVBoxLayout>

#include <vector>

namespace finrst {

namespace {

struct Key {
    const char* key;
    const char* what;
};
struct Keys {
    const char* where;
    std::vector<Key> keys;
};

const std::vector<Keys>& allKeys() {
    static const std::vector<Keys> kAll = {
        {QT_TR_NOOP("Everywhere"),
         {{"Alt+O, F, H, S, W", QT_TR_NOOP("the pages")},
          {"Alt+L", QT_TR_NOOP("limit to the display filter")},
          {"Alt+A, V", QT_TR_NOOP("save a table or a report; save an annotated capture")},
          {"Alt+C", QT_TR_NOOP("copy the selected rows, or the plot")},
          {"F1", QT_TR_NOOP("these keys")}}},
        {QT_TR_NOOP("Overview"),
         {{"Alt+I, P, Y",
           QT_TR_NOOP("the incident: show its flows, filter packets, copy its text")},
          {"Alt+T", QT_TR_NOOP("choose whose buckets are shown")}}},
        {QT_TR_NOOP("Tables"),
         {{"Enter", QT_TR_NOOP("go to the packet; of an incident, to its flows")},
          {"Menu", QT_TR_NOOP("filters, packets, streams, copies, columns")},
          {"Ctrl+C, Ctrl+A", QT_TR_NOOP("copy the selected rows; select all")}}},
        {QT_TR_NOOP("Flows"),
         {{"Ctrl+F", QT_TR_NOOP("find rows")},
          {"Alt+R, G", QT_TR_NOOP("choose which rows, and how they are grouped")},
          {"→ ← Enter", QT_TR_NOOP("unfold and fold a group")},
          {"Ctrl+1 … 4", QT_TR_NOOP("go to the RST, what it answers, its own FIN, the ACK of it")},
          {"↑ ↓ Enter", QT_TR_NOOP("in the ladder: choose a segment, go to it")},
          {"Menu", QT_TR_NOOP("in the ladder: copy as text, SVG or image, save as SVG")}}},
        {QT_TR_NOOP("Plots"),
         {{"← → Enter", QT_TR_NOOP("choose a bar, go to its first packet")},
          {"+ − 0", QT_TR_NOOP("zoom in, out, show all")},
          {"Shift+← →", QT_TR_NOOP("move")},
          {"Space", QT_TR_NOOP("crosshairs")},
          {"M", QT_TR_NOOP("set the mark that distances are told from")},
          {"L", QT_TR_NOOP("logarithmic scale")},
          {"T", QT_TR_NOOP("time of day, or since the first segment")}}},
    };
    return kAll;
}

QString html() {
    QString text = QStringLiteral("<table cellspacing=4>");
    for (const Keys& part : allKeys()) {
        text +=
            QStringLiteral("<tr><td colspan=2><b>%1</b></td></tr>").arg(QObject::tr(part.where));
        for (const Key& key : part.keys) {
            text += QStringLiteral("<tr><td><tt>%1</tt>&nbsp;&nbsp;</td><td>%2</td></tr>")
                        .arg(QString::fromUtf8(key.key), QObject::tr(key.what));
        }
    }
    return text + QStringLiteral("</table><p>%1</p>")
                      .arg(QObject::tr("<tt>man 5 finrst</tt> tells what each verdict, figure and "
                                       "preference means; the Help button opens "
                                       "the manual, where the package finrst-doc is installed."));
}

}  // namespace

KeysWindow::KeysWindow(QWidget* parent) : QDialog(parent) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("FIN-RST Keys"));
    auto* keys = new TextView(tr("Keys"));
    keys->setObjectName(QStringLiteral("keys"));
    keys->showHtml(html());
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(keys);
    layout->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 28);
}

}  // namespace finrst
