// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "report/incident.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace finrst {

/// Makes incidents of resets: each belongs to one. Takes resets in any order, as they come or as
/// their connections retire, in memory that does not grow with their number: of very many services
/// (`kMostOfAKind`), those that came last are told together.
class Incidents {
  public:
    static constexpr std::size_t kMostOfAKind = 1024;

    Incidents();
    Incidents(Incidents&&) noexcept;
    Incidents& operator=(Incidents&&) noexcept;
    ~Incidents();

    /// `reset`: by index. Requires that all of its connection are known.
    void add(const CaptureAnalysis& analysis, std::uint32_t reset);
    /// All of them, those that did most harm first, numbered, without text. Nothing is to be added
    /// from then on.
    std::vector<Incident> take();
    /// What `take` would give by now.
    std::vector<Incident> soFar() const;
    /// The number of the incident that the reset belongs to, behind `take`; 0 where nothing like it
    /// was added.
    std::uint32_t numberOf(const CaptureAnalysis& analysis, const Reset& reset) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace finrst
