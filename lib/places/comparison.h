// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/places_report.h"
#include "changes.h"
#include "clock.h"
#include "places/place.h"
#include "twins.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_set>
#include <vector>

namespace finrst {

/// What another place shows of a RST.
struct Elsewhere {
    const Place* place = nullptr;
    bool is_nearer_sender = false;  ///< than the place where the RST was seen
    Distance distance;              ///< from there
    Seen seen = Seen::kUnknown;
    std::uint32_t frame = 0;  ///< of its twin
    // Of a RST that a place nearer to its sender does not hold: why the recorder cannot have missed
    // it.
    bool may_be_of_another_host = false;  ///< nothing of its connection came there
    bool lacks_trigger = false;           ///< what the RST answers did not come there either
    std::uint32_t went_on_frame = 0;      ///< its sender sent that after it, as if nothing was
    bool lost_nothing = false;            ///< it says so
};

/// What one place saw of what another saw.
///
/// That a place does not hold a RST means something only where it demonstrably recorded the
/// connection in that direction at that time: it holds other segments that went the same way, and
/// all that came from it to the other place; its first packet is older and its last one newer.
class Comparison {
  public:
    /// The places are kept by reference, and take no more segments.
    Comparison(const Place& here, const Place& there);

    /// The connections that both saw.
    const std::vector<Twins>& shared() const { return shared_; }
    /// Empty where packets of one direction are missing, or no steady clock has such times.
    const std::optional<Clock>& clock() const { return clock_; }
    /// The index there of a connection of that index here; kNoIndex: it was not seen there.
    std::uint32_t connectionThere(std::uint32_t connection) const {
        const Twins* twins = find(connection);
        return twins == nullptr ? kNoIndex : twins->shared().there;
    }

    /// The end of a connection that the other place is nearer to than this one; empty: that is not
    /// known, nor is its clock.
    std::optional<Side> endNear(std::uint32_t connection) const;
    Distance distance(std::uint32_t connection) const { return find(connection)->distance(); }
    const Place& there() const { return there_; }
    /// Of what that end of such a connection sent in a frame here.
    SegmentElsewhere follow(std::uint32_t connection, std::uint32_t frame, Side from) const;
    /// In the connection of a RST, and in frames here, told with who sent them (`changesBetween`).
    std::vector<Change> changes(const Reset& reset,
                                const std::map<std::uint32_t, Side>& frames) const {
        return changesBetween(here_, there_, *find(reset.connection), reset, frames);
    }

    /// Of a RST here. Empty where nothing tells which of the places is nearer to its sender.
    std::optional<Elsewhere> lookFor(const Reset& reset) const;

  private:
    /// One direction of what a client has with a service, whatever its port: client, service, and
    /// whether it is the client that sends.
    using Stream = std::tuple<Address, Place::End, bool>;

    const Twins* find(std::uint32_t connection) const;
    Stream streamOf(const Connection& connection, Side sender) const;
    static Stream ofAnyService(Stream stream);
    void learn(const Twins& twins);
    void learnElsewhere(std::uint32_t connection);
    std::uint32_t countMissed(const Twins& twins);
    bool missesNothing() const;
    bool wasRecordedThere(Time here) const;
    bool isRecorded(const Twins& twins, Side sender) const;
    bool wouldHold(const Twins& twins, const Sighting& sighting) const;
    Elsewhere lookInConnection(const Reset& reset, const Twins& twins) const;
    std::optional<Elsewhere> lookInStream(const Reset& reset) const;

    const Place& here_;
    const Place& there_;
    std::vector<Twins> shared_;
    std::vector<std::uint32_t> missed_;    // of each of them
    std::vector<std::uint32_t> twins_of_;  // by connection here
    std::optional<Clock> clock_;
    std::uint32_t passed_there_ = 0;  // segments, on their way here
    std::uint32_t missed_there_ = 0;  // of them
    struct Way {
        bool is_nearer_sender = false;  // there
        Distance distance;
    };
    std::map<Stream, Way> streams_;  // those that pass both places under the same addresses
    std::set<Stream> elsewhere_;     // those that a host answers without passing there
    std::set<std::pair<Place::End, Place::End>> connections_there_;
    std::unordered_set<std::uint64_t> resets_there_;  // by their numbers
};

}  // namespace finrst
