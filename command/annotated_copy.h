// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "annotation/copy_wish.h"

#include <filesystem>

namespace finrst {

/// Writes the copy of `capture`, of which `analysis` has seen all, that is wished for. Says on
/// standard error what went wrong, or differs from what a person may expect. Returns the exit
/// status.
int writeCopy(const CaptureAnalysis& analysis, const std::filesystem::path& capture,
              std::uint64_t frames, const CopyWish& wish);

}  // namespace finrst
