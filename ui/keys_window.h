// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QDialog>

namespace finrst {

/// What can be done with which key.
class KeysWindow : public QDialog {
  public:
    explicit KeysWindow(QWidget* parent);
};

}  // namespace finrst
