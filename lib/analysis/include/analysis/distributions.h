// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/host_statistics.h"
#include "analysis/service_statistics.h"

#include <cstdint>
#include <vector>

namespace finrst {

/// One measured value and the frame that shows it.
struct Measurement {
    double value = 0;  ///< seconds, or a count
    std::uint32_t frame = 0;
};

/// Times in FIN-WAIT-2 until the peer's FIN, of ends that closed first.
struct FinWait2Times {
    std::vector<Measurement> survived;  ///< the FIN was ACKed; its frame
    std::vector<Measurement> reset;     ///< the socket was missing; the frame of the RST
};
FinWait2Times finWait2Times(const CaptureAnalysis& analysis, const Selection& selection);

/// The values behind the quantiles of a service.
struct ServiceUse {
    std::vector<Measurement> lifetimes;  ///< of connections that ended; the first frame of each
    std::vector<Measurement> requests;   ///< of all connections
};
ServiceUse useOf(const ServiceStatistics& service, const CaptureAnalysis& analysis,
                 const Selection& selection);

/// How many values lie in [low, high).
struct Bin {
    double low = 0;
    double high = 0;
    std::uint32_t count = 0;
    std::uint32_t first_frame = 0;  ///< of the first value; 0 for an empty bin
};

/// Bins of equal ratio, ten for each power of ten, from the least value above zero to the greatest;
/// at least `floor`, to which smaller values are raised. Empty where there is no value.
std::vector<Bin> logarithmicBins(const std::vector<Measurement>& values, double floor);

/// Bins of equal width, a whole number, at most `most` of them.
std::vector<Bin> countBins(const std::vector<Measurement>& values, std::uint32_t most);

}  // namespace finrst
