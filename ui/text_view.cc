// SPDX-License-Identifier: GPL-2.0-or-later
#include "text_view.h"

namespace finrst {

TextView::TextView(const QString& name, QWidget* parent) : QTextBrowser(parent) {
    setAccessibleName(name);
    setOpenLinks(false);
    setTextInteractionFlags(Qt::TextBrowserInteraction | Qt::TextSelectableByKeyboard);
    document()->setDocumentMargin(8);
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl& link) {
        const std::uint32_t frame = link.path().toUInt();
        if (frame != 0) emit frameWanted(frame);
    });
}

void TextView::showHtml(const QString& html) {
    if (html == html_) return;
    html_ = html;
    setHtml(html);
}

}  // namespace finrst
