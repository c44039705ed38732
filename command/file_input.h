// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/capture_stream.h"
#include "input.h"
#include "options.h"
#include "progress.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace finrst {

/// Captures as one stream, with the progress on standard error.
class FileInput : public Input {
  public:
    FileInput(const std::vector<std::filesystem::path>& files, When progress);

    Next next(CapturedPacket* packet) override;
    int tellProblems() const override;
    std::uint64_t frames() const override { return stream_.frames(); }
    std::uint64_t dropped() const override { return stream_.dropped(); }
    std::string name() const override { return name_; }
    /// Of one file: see `CaptureStream`.
    std::optional<Time> recordedUntil() const { return stream_.recordedUntil(); }

    std::vector<RecordedInterface> interfaces() const { return stream_.interfaces(); }

  private:
    std::string name_;
    std::size_t files_;
    CaptureStream stream_;
    ProgressLine progress_;
};

}  // namespace finrst
