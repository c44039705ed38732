// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"

#include <cstdint>

namespace finrst {

/// The first FIN or RST of a connection.
struct ConnectionEnd {
    enum class By : std::uint8_t { kClient, kServer, kReset, kNobody };
    By by = By::kNobody;
    Time time = Time::max();  ///< never before the connection's begin; max() where nobody ended it
};
ConnectionEnd endOf(const CaptureAnalysis& analysis, const Connection& connection);

}  // namespace finrst
