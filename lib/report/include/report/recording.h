// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace finrst {

/// How to record the connections that are reset, whole.
struct Recording {
    Address host;         ///< where: the one that sends most of the RSTs
    std::string command;  ///< of a shell, on one line
};

/// For the service whose connections are reset most, among those of `resets` (by index); empty
/// where there are none.
std::optional<Recording> recordingOf(const CaptureAnalysis& analysis,
                                     const std::vector<std::uint32_t>& resets);

}  // namespace finrst
