// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "annotation/copy_wish.h"
#include "capture/growing_capture.h"
#include "report/packet_comments.h"
#include "report/report.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace finrst {

/// All that a copy says beyond its capture. It needs no analysis any more, so that the copy can be
/// written by another thread.
struct Annotations {
    Report report;  ///< of the whole capture
    PacketComments comments;
    std::optional<std::vector<std::uint32_t>> frames;  ///< keep these only; ascending
};

/// Makes annotations in steps, between which the event loop runs. The analysis must live until the
/// last one.
class AnnotationMaker {
  public:
    explicit AnnotationMaker(const CaptureAnalysis& analysis)
        : report_(analysis, {}), comments_(analysis) {}

    /// Does the next step; false when there was none left.
    bool step() { return report_.step() || comments_.step(); }
    Annotations take() { return {report_.take(), comments_.take(), std::nullopt}; }

  private:
    ReportMaker report_;
    PacketCommentMaker comments_;
};

/// Has the writer copy `input`, which has so many frames, as wished. Frame numbers in the texts
/// become those of the copy.
SaveRequest requestFor(const std::filesystem::path& input, std::uint64_t frames,
                       const CopyWish& wish, Annotations annotations);

/// An excerpt that grows by conversations as they are reset, as wished, from `source` (empty: not
/// said).
GrowingCaptureWish growingExcerpt(const CopyWish& wish, const std::string& source);

}  // namespace finrst
