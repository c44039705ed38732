// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "analysis/report.h"
#include "wireshark_api.h"

#include <span>
#include <string>

namespace finrst {

/// What `tshark -z` can print.
struct Output {
    const char* option;  ///< the argument of -z, up to the filter
    const char* description;
    std::string (*print)(const CaptureAnalysis&, const Report&);
};

/// All of them but the statistics tree, which Wireshark prints (reset_tree.h).
std::span<const Output> outputTable();

/// Registers the taps and what listens to them: `tshark -z finrst,...` and the statistics tree.
/// The tap `finrst` gets a `Reset` for each RST, in every pass.
void registerTaps();

/// True when a listener wants to know which connections its filter lets through.
bool isSelectionWanted();

/// Hands what was found in a frame to the taps: its connection, unless that is kNoIndex, and the
/// reset in it, unless it is null.
void tellTaps(packet_info* pinfo, std::uint32_t connection, const Reset* reset);

}  // namespace finrst
