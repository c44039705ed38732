// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/time.h"
#include "capture/growing_capture.h"
#include "capture/status.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>

namespace finrst {

/// A capture that is to be merged with others.
struct MergedCapture {
    std::filesystem::path file;
    PacketSource source;
    /// When its recorder stopped, if it counts what it dropped.
    std::optional<Time> recorded_until{};
    std::uint64_t dropped = 0;
};

/// Writes the packets of all captures in order of time, as pcapng: those of each are of an
/// interface of its own. A capture that is damaged ends there.
Status mergeCaptures(std::span<const MergedCapture> captures, const std::filesystem::path& output);

}  // namespace finrst
