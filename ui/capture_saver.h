// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis_source.h"

#include "annotation/annotations.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <thread>

namespace finrst {

/// Saves an annotated copy of the capture: gathers on the GUI thread, in steps, what the analysis
/// knows, and writes on a thread of its own. What is written needs the capture's file only, so that
/// it may be closed in Wireshark meanwhile.
class CaptureSaver : public QObject {
    Q_OBJECT

  public:
    explicit CaptureSaver(AnalysisSource& source, QObject* parent = nullptr);
    /// Cancels a save that runs, and waits for its end.
    ~CaptureSaver() override;

    /// Requires that none runs. Ends in `finished`.
    void start(const CopyWish& wish);
    void cancel();
    bool isRunning() const { return wish_.has_value(); }

  signals:
    /// The source has to see all packets once more.
    void retapWanted();
    /// `done`: from 0 to 1; negative: not known.
    void progressed(const QString& what, double done);
    void finished(const finrst::SaveResult& result);

  private:
    void step();
    /// False while Wireshark has not handed out all packets.
    bool gather();
    void write();
    void finish(const SaveResult& result);
    void refuse(SaveError error, const std::string& why);

    AnalysisSource& source_;
    QTimer step_timer_;
    std::optional<CopyWish> wish_;  ///< of the save that runs
    CaptureFile file_;
    std::uint64_t generation_ = 0;  ///< that it began with
    std::unique_ptr<SelectedFrames> selected_frames_;
    std::optional<std::vector<std::uint32_t>> frames_;
    std::optional<AnnotationMaker> maker_;
    std::jthread writer_;  ///< last: ends before what it uses
};

}  // namespace finrst
