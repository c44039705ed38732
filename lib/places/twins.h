// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "clock.h"
#include "places/place.h"
#include "shared_connections.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace finrst {

/// How far two places are from each other.
struct Distance {
    int hops = 0;           ///< routers between them, by TTL
    Duration round_trip{};  ///< the least; zero: not known

    // The compiler's own code compares with 0.
    friend auto operator<=>(const Distance&,
                            const Distance&) = default;  // NOLINT(modernize-use-nullptr)
};

/// Which segments of a connection two places both saw, and which only one of them.
class Twins {
  public:
    /// Twins are alike (`Sighting::isAlike`) and, unless all IP IDs of that end are changed on the
    /// way, have one IP ID: so a retransmission is none. What is alike several times, and not as
    /// often at both places, is left for `findByTime`.
    Twins(const Place& here, const Place& there, const SharedConnection& shared);

    Twins(Twins&&) = default;  // a copy would look at the numbers of the other one
    Twins& operator=(Twins&&) = default;
    ~Twins() = default;

    /// Of what is left, takes those for twins that are near to each other by `clock`, and to no
    /// other.
    void findByTime(const Clock& clock);

    const SharedConnection& shared() const { return shared_; }
    const std::vector<Sighting>& here() const { return *here_; }
    /// The twin there of the segment of that index; null: none was found.
    const Sighting* twinOf(std::size_t here) const {
        const std::uint32_t index = twins_[here];
        return index == kNoIndex ? nullptr : &there_[index];
    }
    /// Its numbers were seen there, too, perhaps in other pieces: a host's own segments are larger
    /// than those on the wire (TSO), and a receiver's are put together (GRO).
    bool wasSeenThere(std::size_t here) const;
    /// Something that this end sent, and that is no RST, was seen at both places.
    bool hasTwinsOf(Side side_here) const { return of(side_here).has_twins; }
    /// A RST of that end was seen there that is no twin: one from here may have been changed into
    /// it on its way.
    bool hasStrangeResetThere(Side side_here) const { return of(side_here).has_strange_reset; }
    /// The frame there of a segment by which that end goes on behind a RST that passed at that time
    /// there: only an open socket sends it, it goes on from `next`, what the end sends next, and
    /// it came here, too; 0: there is none, or the end was in its handshake.
    std::uint32_t wentOnThere(Side side_here, Time there, SequenceNumber next) const;

    /// The end of the connection, as a side here, that `here` is nearer to than `there`: by the
    /// TTLs of what both saw, else by how long each waits for answers. Empty where neither tells.
    std::optional<Side> nearEnd() const { return near_end_; }
    Distance distance() const { return distance_; }
    /// What both saw tells of the clock there, if it is known which way it went.
    void addTo(std::vector<ClockPoint>& points) const;

  private:
    using Indexes = std::vector<std::uint32_t>;
    struct Range {
        SequenceNumber begin;
        SequenceNumber end;
    };
    /// What is known of what one end sent.
    struct OfEnd {
        bool has_twins = false;
        bool has_strange_reset = false;
        std::uint32_t same_ids = 0;  // of what is alike once at each place
        std::uint32_t other_ids = 0;
        const Sighting* first_there = nullptr;  // of an open socket
        std::vector<Range> seen_there;  // numbers, as ranges that do not touch, in their order

        /// Something on the way gives its packets IP IDs of its own.
        bool hasOtherIds() const { return same_ids == 0 && other_ids > 1; }
    };

    const OfEnd& of(Side side_here) const { return ends_[static_cast<std::size_t>(side_here)]; }
    OfEnd& of(Side side_here) { return ends_[static_cast<std::size_t>(side_here)]; }
    bool isOfOpenSocket(std::size_t there, Side side_here) const;
    void sumUp();

    void forEachLikeness(const Indexes& ours, const Indexes& theirs,
                         void (Twins::*take)(const Indexes& here, const Indexes& there));
    void learnIds(const Indexes& here, const Indexes& there);
    void pairAlike(const Indexes& here, const Indexes& there);
    void pair(std::uint32_t here, std::uint32_t there);
    void rangeThere(Side side_here);
    std::optional<Side> compareTtls();
    std::optional<Side> compareWaits();

    SharedConnection shared_;
    std::optional<Side> near_end_;
    Distance distance_;
    const std::vector<Sighting>* here_;
    std::vector<Sighting> shifted_;                // those there, where their numbers are others
    std::span<const Sighting> there_;              // with the numbers that they have here
    Indexes twins_;                                // of those here, by index
    std::vector<bool> has_alike_;                  // those here
    std::vector<bool> is_twin_;                    // those there
    std::vector<Indexes> left_here_, left_there_;  // groups of alike ones
    std::array<OfEnd, 2> ends_;                    // by the side here
};

}  // namespace finrst
