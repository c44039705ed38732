// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"

#include <cstdint>
#include <map>
#include <vector>

namespace finrst {

/// What several places of capture saw of an address is of one host: the first with that address.
class HostsByAddress {
  public:
    explicit HostsByAddress(const CaptureAnalysis& analysis) {
        if (analysis.told().empty()) return;
        std::map<Address, std::uint32_t> first;
        for (std::uint32_t i = 0; i < analysis.hosts().size(); ++i) {
            first_.push_back(first.emplace(analysis.hosts()[i].address, i).first->second);
        }
    }

    /// The index of that host, for the index of any with its address.
    std::uint32_t operator()(std::uint32_t host) const {
        return host < first_.size() ? first_[host] : host;
    }

  private:
    std::vector<std::uint32_t> first_;  // by host; empty: each is the first
};

}  // namespace finrst
