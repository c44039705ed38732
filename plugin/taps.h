// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "report/report.h"
#include "report/sink.h"
#include "wireshark_api.h"

#include <functional>
#include <span>
#include <string>

namespace finrst {

/// What `tshark -z` can print.
struct Output {
    std::string option;  ///< the argument of -z, up to the filter
    std::string description;
    std::function<void(const CaptureAnalysis&, const Report&, const Sink&)> write;
};

/// All of them but the statistics tree, which Wireshark prints (reset_tree.h).
std::span<const Output> outputTable();

/// Registers the taps and what listens to them: `tshark -z finrst,...` and the statistics tree.
/// The tap `finrst` gets a `Reset` for each RST, in every pass.
void registerTaps();

/// Registers what hears the tap `finrst_segment`: the index of the connection of each segment.
/// `filter` and what is returned: as of `addTapListener`.
GString* addSelectionListener(const TapListener& listener, const char* filter);
void removeSelectionListener(void* data);
/// True when there is one: at no cost for each segment, unlike `have_tap_listener`.
bool isSelectionWanted();
/// True when somebody listens to either tap.
bool areTapsHeard();

/// Hands what was found in a frame to the taps: its connection, unless that is kNoIndex, and the
/// reset in it, unless it is null.
void tellTaps(packet_info* pinfo, std::uint32_t connection, const Reset* reset);

}  // namespace finrst
