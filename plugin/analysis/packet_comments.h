// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture_analysis.h"

#include <cstdint>
#include <map>
#include <string>

namespace finrst {

/// What somebody without finrst should read in a capture: for each connection that was reset, a
/// comment on the RST (verdict, certainty, cause and evidence), on the FIN that it answered, on the
/// sender's own FIN and on its ACK. By frame number; a frame with several roles has several lines.
std::map<std::uint32_t, std::string> packetComments(const CaptureAnalysis& analysis);

}  // namespace finrst
