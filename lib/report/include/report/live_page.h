// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace finrst {

/// What a screen shows of a capture that goes on, anew each second: how many resets each host sent
/// in the last whole second and so far, the buckets it holds, the incidents, as each RST was
/// explained when it came, and the latest RSTs. In memory that does not grow with the capture: of
/// too many hosts, those of most resets are known.
class LivePage {
  public:
    /// `source`: where the packets come from.
    explicit LivePage(std::string source);
    LivePage(const LivePage&) = delete;
    LivePage& operator=(const LivePage&) = delete;
    ~LivePage();

    /// A RST, no copy, has come just now.
    void note(const CaptureAnalysis& analysis, const Reset& reset);
    /// The page at `now`, in `rows` lines, of any length, without line feeds; fewer than 16 are too
    /// few for all of it. `dropped`: packets that came and were not captured.
    std::vector<std::string> lines(const CaptureAnalysis& analysis, Time now, std::uint64_t dropped,
                                   std::size_t rows);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace finrst
