// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "places/sighting.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace finrst {

/// A place where traffic was captured, with its own analysis, and its own clock. Keeps each segment
/// in some 40 octets, to be found among those of other places.
class Place {
  public:
    Place(std::string name, const Settings& settings)
        : name_(std::move(name)), analysis_(settings) {}

    void add(const Segment& segment);
    /// A packet of any kind, or the recorder's own word, shows that it was recorded at that time.
    void wasRecorded(Time time);
    /// What the recorder says itself: how many packets it lost.
    void setLost(std::uint64_t packets) { lost_ = packets; }

    const std::string& name() const { return name_; }
    CaptureAnalysis& analysis() { return analysis_; }
    const CaptureAnalysis& analysis() const { return analysis_; }
    /// The segments of a connection, in the order of the capture.
    const std::vector<Sighting>& sightings(std::uint32_t connection) const {
        return sightings_[connection];
    }
    struct End {
        Address address;
        std::uint16_t port = 0;
        // The compiler's own code compares with 0.
        friend auto operator<=>(const End&,
                                const End&) = default;  // NOLINT(modernize-use-nullptr)
    };
    End endOf(const Connection& connection, Side side) const {
        return {analysis_.hostOf(connection, side).address, connection.port(side)};
    }
    std::uint32_t connections() const { return static_cast<std::uint32_t>(sightings_.size()); }
    Time begin() const { return begin_; }
    Time end() const { return end_; }
    /// Empty where the recorder does not say.
    std::optional<std::uint64_t> lost() const { return lost_; }

  private:
    std::string name_;
    CaptureAnalysis analysis_;
    std::vector<std::vector<Sighting>> sightings_;  // by connection
    Time begin_ = Time::max();
    Time end_ = Time::min();
    std::optional<std::uint64_t> lost_;
};

}  // namespace finrst
