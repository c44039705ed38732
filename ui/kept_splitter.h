// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QByteArray>
#include <QSplitter>

namespace finrst {

/// A splitter that keeps what the user made of its parts, under a name among the settings.
class KeptSplitter : public QSplitter {
    Q_OBJECT

  public:
    KeptSplitter(Qt::Orientation orientation, const QString& name);

    /// As the settings have it, which may be those of another profile now.
    void restore();

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    QString name_;
    QByteArray as_it_comes_;  ///< empty until all its parts are there
};

}  // namespace finrst
