// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "places/joined_places.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace finrst {

/// The interfaces of one capture as places, as where captures of several hosts were merged, with
/// one analysis: what passed several is in it once for each.
class InterfacePlaces {
  public:
    explicit InterfacePlaces(std::shared_ptr<CaptureAnalysis> analysis)
        : analysis_(std::move(analysis)) {}

    /// `Segment::place` of what an interface captured; those beyond 65535 are one place.
    static std::uint16_t numberOf(std::size_t interface);
    /// The place that an interface is.
    Place& at(std::size_t interface);
    /// What the capture calls it, or else describes it by; both may be empty. Requires `at`.
    void setName(std::size_t interface, const std::string& name, const std::string& description);
    /// Takes the next segment of the capture. Returns what `CaptureAnalysis::add` does.
    const Reset* add(const Segment& segment) { return at(segment.place).add(segment); }

    /// All has been taken: tells the analysis what the places show of each other, and which
    /// connections to tell of. Returns why there is nothing to tell: a sentence; empty: there is.
    std::string join();
    /// Behind `join`; empty where it found nothing to tell.
    std::vector<PlaceFinding> findings() const;

  private:
    std::shared_ptr<CaptureAnalysis> analysis_;
    std::vector<std::unique_ptr<Place>> places_;  // by the number of the interface; may be null
    std::optional<JoinedPlaces> joined_;
};

}  // namespace finrst
