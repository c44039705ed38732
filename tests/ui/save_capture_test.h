// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "fake_source.h"

#include <QObject>
#include <QTemporaryDir>

#include <memory>

namespace finrst {

/// Annotated copies, by the dialog and the real writer, of a capture that a fake Wireshark holds.
class SaveCaptureTest : public QObject {
    Q_OBJECT

  private slots:
    void init();
    void savesComments();
    void savesAffectedConversationsInTheirNewNumbers();
    void savesAllFragments();
    void cutsAndReplaces();
    void refusesWhatWouldNotBeRight();
    void showsNamesAsTheyAre();
    void warnsToTheLetter();
    void tellsWhyItFailed();
    void leavesNothingWhenCancelled();
    void endsWithTheCapture();
    void neverBlocksLong();

  private:
    /// The fake Wireshark opens a capture, which is put in a file as well.
    void open(const FakeCapture& capture, const QList<QByteArray>& first = {});
    QString file(const QString& name) const { return folder_->filePath(name); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<FakeSource> source_;
};

}  // namespace finrst
