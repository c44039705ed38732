// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"

#include <cstdint>
#include <vector>

namespace finrst {

/// The conversations that a copy holds.
enum class Select : std::uint8_t {
    kAll,
    kReset,     ///< those that were reset
    kAffected,  ///< those in which a RST answered a FIN because the socket was missing
};

/// The segments that a copy holds: those of the conversations that are wished for, and those of
/// others that their verdicts rest on (witnesses.h).
class CopySelection {
  public:
    /// Of a whole capture. `select`: not all.
    CopySelection(const CaptureAnalysis& analysis, Select select);

    /// Whether the next segment, of the connection of that index, is one of them. To be asked for
    /// each segment, from the first one on; kNoIndex: it was left out.
    bool takes(std::uint32_t connection) {
        if (connection >= left_.size() || left_[connection] == 0) return false;
        if (left_[connection] != kAll) --left_[connection];
        return true;
    }

  private:
    static constexpr std::uint8_t kAll = 0xff;

    std::vector<std::uint8_t> left_;  // segments to come, by index of connection
};

}  // namespace finrst
