// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "host/host_words.h"

#include <filesystem>
#include <span>
#include <vector>

namespace finrst {

/// The host records that a person named.
struct RecordFiles {
    HostWords words;                    ///< of those that can be used
    std::vector<HostFinding> unusable;  ///< of the others: their paths, and why
};

/// Reads the records; of a folder, its files named *.record. `settings` gets those of their hosts.
RecordFiles readRecordFiles(std::span<const std::filesystem::path> paths, Settings& settings);

}  // namespace finrst
