// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QTextBrowser>

#include <cstdint>

namespace finrst {

/// Text that can be selected, with links to frames.
class TextView : public QTextBrowser {
    Q_OBJECT

  public:
    explicit TextView(const QString& name, QWidget* parent = nullptr);

    /// Shows the HTML; keeps the place that was read when the text is the same.
    void showHtml(const QString& html);

  signals:
    void frameWanted(std::uint32_t frame);

  private:
    QString html_;
};

}  // namespace finrst
