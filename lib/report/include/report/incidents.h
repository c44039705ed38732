// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "report/incident.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace finrst {

/// Where a reset is among those of its like: what it takes to name its incident when its connection
/// is no more.
struct IncidentPlace {
    std::uint32_t group = kNoIndex;  ///< kNoIndex: nothing like it was added
    Time time{};
};

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
    IncidentPlace placeOf(const CaptureAnalysis& analysis, const Reset& reset) const;
    /// The number of the incident that a reset there belongs to, behind `take`; 0 where nothing
    /// like it was added.
    std::uint32_t numberOf(const IncidentPlace& place) const;
    std::uint32_t numberOf(const CaptureAnalysis& analysis, const Reset& reset) const {
        return numberOf(placeOf(analysis, reset));
    }

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace finrst
