// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace finrst {

/// Connections of one client to one service that the same end reset with the same verdict.
struct ResetGroup {
    Address client;
    Address server;
    std::uint16_t server_port = 0;
    bool is_by_server = false;  ///< the server sent the RSTs
    Verdict verdict = Verdict::kUnexplained;
    std::uint32_t connections = 0;
    std::uint32_t first_frame = 0;  ///< of the first RST
};

/// Groups connections that were reset, in memory that does not grow with their number: of very many
/// groups, those of fewest connections are forgotten.
class ResetGroups {
  public:
    ResetGroups();
    ResetGroups(const ResetGroups&) = delete;
    ResetGroups& operator=(const ResetGroups&) = delete;
    ~ResetGroups();

    /// `reset`: the first one of its connection.
    void add(const CaptureAnalysis& analysis, const Reset& reset);
    /// How many connections were added.
    std::uint64_t connections() const { return connections_; }
    /// At most so many groups: those of most connections first, and of equal ones that which came
    /// first.
    std::vector<ResetGroup> largest(std::size_t most) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
    std::uint64_t connections_ = 0;
};

}  // namespace finrst
