// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "host/host_words.h"
#include "options.h"

#include <optional>
#include <vector>

namespace finrst {

/// Reads the host records that the options name (host/record_files.h). Empty where one cannot be
/// used, which standard error then says.
std::optional<HostWords> readHostRecords(const Options& options, Settings& settings);

/// Says on standard error which records do not belong to the capture. True where there is one.
bool tellRefused(const std::vector<HostFinding>& findings);

}  // namespace finrst
