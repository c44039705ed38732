// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "annotation/copy_wish.h"
#include "capture/growing_capture.h"
#include "host/host_words.h"
#include "report/packet_comments.h"
#include "report/report.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>
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
/// last one. `hosts`: what host records and the capture have in common.
class AnnotationMaker {
  public:
    AnnotationMaker(const CaptureAnalysis& analysis, std::vector<HostFinding> hosts)
        : report_(analysis, {}), comments_(analysis), hosts_(std::move(hosts)) {}

    /// Does the next step; false when there was none left.
    bool step() { return report_.step() || comments_.step(); }
    Annotations take();

  private:
    ReportMaker report_;
    PacketCommentMaker comments_;
    std::vector<HostFinding> hosts_;
};

/// Has the writer copy `input`, which has so many frames, as wished. Frame numbers in the texts
/// become those of the copy.
SaveRequest requestFor(const std::filesystem::path& input, std::uint64_t frames,
                       const CopyWish& wish, Annotations annotations);

/// An excerpt that grows by conversations as they are reset, as wished, from `source` (empty: not
/// said).
GrowingCaptureWish growingExcerpt(const CopyWish& wish, const std::string& source);

}  // namespace finrst
