// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"

#include <cstdint>
#include <string>
#include <vector>

namespace finrst {

/// One segment that decides over a reset, and the states that both ends are in after it.
struct LadderStep {
    std::uint32_t frame = 0;
    Time time{};
    bool from_client = false;
    std::string segment;  ///< "SYN", "FIN", "ACK", "FIN, ACK", "data", "RST"
    TcpState client = TcpState::kUnknown;
    TcpState server = TcpState::kUnknown;
    /// The RST of a sender that should still have had a socket in its state, but had none.
    bool socket_missing = false;
};

/// From the opening of the connection to `reset`, in the order of time: the opening, the FINs and
/// the ACKs of the FINs, an earlier RST, what the RST answers, and the RST.
std::vector<LadderStep> ladder(const CaptureAnalysis& analysis, const Reset& reset);

}  // namespace finrst
