// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"

#include <cstdint>
#include <memory>

namespace finrst {

/// What a made-up capture holds: one client that keeps opening connections to one server.
struct FakeCapture {
    std::uint32_t resets = 0;     ///< connections whose FIN-WAIT-2 socket went missing
    std::uint32_t survivors = 0;  ///< connections closed in good order before them
    std::uint32_t refused = 0;    ///< SYNs that met no listener
    std::uint32_t clients = 1;    ///< addresses that take turns
};

/// Frames come in order, 5 ms between the connections.
std::unique_ptr<CaptureAnalysis> analysisOf(const FakeCapture& capture);

}  // namespace finrst
