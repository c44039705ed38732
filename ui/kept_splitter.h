// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QSplitter>

namespace finrst {

/// A splitter that keeps what the user made of its parts, under a name among the settings.
class KeptSplitter : public QSplitter {
  public:
    KeptSplitter(Qt::Orientation orientation, const QString& name);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    QString name_;
    bool was_shown_ = false;
};

}  // namespace finrst
