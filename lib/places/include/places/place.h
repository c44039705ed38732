// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "places/sighting.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace finrst {

/// A place where traffic was captured, with its own clock. Keeps each segment in some 40 octets, to
/// be found among those of other places.
class Place {
  public:
    /// `analysis`: its own, or that of several places, which have other numbers
    /// (`Segment::place`).
    Place(std::string name, std::shared_ptr<CaptureAnalysis> analysis, std::uint16_t number = 0)
        : name_(std::move(name)), number_(number), analysis_(std::move(analysis)) {}

    std::uint16_t number() const { return number_; }
    /// Takes the next segment, which says that it is of this place. Returns what
    /// `CaptureAnalysis::add` does.
    const Reset* add(const Segment& segment);
    /// A packet of any kind, or the recorder's own word, shows that it was recorded at that time.
    void wasRecorded(Time time);
    /// What the recorder says itself: how many packets it lost.
    void setLost(std::uint64_t packets) { lost_ = packets; }
    /// The same: by which filter it captured, as tcpdump takes it.
    void setFilter(std::string filter) { filter_ = std::move(filter); }

    void setName(std::string name) { name_ = std::move(name); }
    const std::string& name() const { return name_; }
    CaptureAnalysis& analysis() { return *analysis_; }
    const CaptureAnalysis& analysis() const { return *analysis_; }
    /// The connection of the analysis was seen here.
    bool holds(std::uint32_t connection) const {
        return connection < sightings_.size() && !sightings_[connection].empty();
    }
    /// Its connections have indexes below that.
    std::uint32_t endOfIndexes() const { return static_cast<std::uint32_t>(sightings_.size()); }
    /// The segments of a connection, in the order of the capture.
    const std::vector<Sighting>& sightings(std::uint32_t connection) const {
        return sightings_[connection];
    }
    /// Of the SYN in that frame; null: there is none.
    const Offer* offerOf(std::uint32_t frame) const;
    struct End {
        Address address;
        std::uint16_t port = 0;
        // The compiler's own code compares with 0.
        friend auto operator<=>(const End&,
                                const End&) = default;  // NOLINT(modernize-use-nullptr)
    };
    End endOf(const Connection& connection, Side side) const {
        return {analysis_->hostOf(connection, side).address, connection.port(side)};
    }
    std::uint64_t segments() const { return segments_; }
    std::uint32_t connections() const { return connections_; }
    /// Of its segments.
    Time firstTime() const { return first_time_; }
    Time lastTime() const { return last_time_; }
    /// Of all that it recorded.
    Time begin() const { return begin_; }
    Time end() const { return end_; }
    /// Empty where the recorder does not say.
    std::optional<std::uint64_t> lost() const { return lost_; }
    /// It says that it let all of TCP pass.
    bool tookAllTcp() const { return filter_ == "tcp"; }
    const std::string& filter() const { return filter_; }

  private:
    std::string name_;
    std::uint16_t number_;
    std::shared_ptr<CaptureAnalysis> analysis_;
    std::vector<std::vector<Sighting>> sightings_;  // by connection
    std::vector<Offer> offers_;                     // by frame
    std::uint64_t segments_ = 0;
    std::uint32_t connections_ = 0;
    Time first_time_ = Time::max();
    Time last_time_ = Time::min();
    Time begin_ = Time::max();
    Time end_ = Time::min();
    std::optional<std::uint64_t> lost_;
    std::string filter_;
};

}  // namespace finrst
