// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/places_report.h"
#include "places/place.h"
#include "places/place_finding.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace finrst {

class Comparison;

/// Captures of the same traffic at different places: at its hosts, and between.
class JoinedPlaces {
  public:
    /// The places must live as long, and take no more segments.
    explicit JoinedPlaces(std::vector<Place*> places);
    ~JoinedPlaces();
    JoinedPlaces(const JoinedPlaces&) = delete;
    JoinedPlaces& operator=(const JoinedPlaces&) = delete;

    /// Why they cannot be joined: a sentence; empty: they can.
    std::string refusal() const;
    /// Tells the analysis of each place what the others show of its RSTs.
    void tell();

    const std::vector<Place*>& places() const { return places_; }
    std::vector<PlaceFinding> findings() const;
    /// The connections that a place is to tell of, by their indexes in its analysis, so that each
    /// is told of once: where a RST came that was never sent, or else where the first RST was sent.
    /// Comes behind `tell`.
    std::vector<bool> toldBy(std::size_t place) const;

  private:
    /// Of `here` with `there`, by their indexes.
    const Comparison& compare(std::size_t here, std::size_t there) const;
    PlacesReport reportOn(std::size_t place, const Reset& reset) const;
    std::optional<ConnectionElsewhere> besideOf(std::size_t place, const Reset& reset) const;
    void chooseTellers();

    std::vector<Place*> places_;
    std::vector<std::unique_ptr<Comparison>> comparisons_;  // of each with each
    std::vector<std::vector<bool>> told_;                   // by place and connection
};

}  // namespace finrst
