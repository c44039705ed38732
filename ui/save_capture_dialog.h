// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture_saver.h"

#include <QDialog>

class QDialogButtonBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QRadioButton;

namespace finrst {

class ReportFeed;

/// Asks what an annotated copy should hold, saves it, and tells what became of it.
class SaveCaptureDialog : public QDialog {
    Q_OBJECT

  public:
    explicit SaveCaptureDialog(ReportFeed& feed, QWidget* parent = nullptr);

    /// As the user has chosen, to `path`.
    void saveTo(const QString& path);
    void reject() override;

  signals:
    void retapWanted();

  private:
    QWidget* makeChoices();
    QWidget* makeOutcome();
    QDialogButtonBox* makeButtons();
    void showCapture();
    void askAndSave();
    void showProgress(const QString& what, double done);
    void showOutcome(const SaveResult& result);
    void setRunning(bool running);
    QString suggestedName() const;
    Addresses chosenAddresses() const;

    ReportFeed& feed_;
    CaptureSaver* saver_;
    QLabel* about_;
    QWidget* choices_;
    QRadioButton* affected_only_;
    QRadioButton* cut_;
    QRadioButton* replace_;
    QRadioButton* replace_flat_;
    QProgressBar* progress_;
    QLabel* outcome_;
    QPushButton* save_;
    QPushButton* close_;
    QString path_;
};

}  // namespace finrst
