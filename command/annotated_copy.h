// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "annotation/copy_wish.h"
#include "host/host_words.h"
#include "packet_filter.h"

#include <filesystem>
#include <vector>

namespace finrst {

/// Writes the copy of `capture` that is wished for; `analysis` has seen all of its `frames` frames
/// that `filter` lets pass, which are those the copy may hold. `hosts`: what host records and the
/// capture have in common. Says on standard error what went wrong, or differs from what a person
/// may expect. Returns the exit status.
int writeCopy(const CaptureAnalysis& analysis, std::vector<HostFinding> hosts,
              const std::filesystem::path& capture, std::uint64_t frames, const CopyWish& wish,
              PacketFilter& filter);

}  // namespace finrst
