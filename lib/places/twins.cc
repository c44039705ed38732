// SPDX-License-Identifier: GPL-2.0-or-later
#include "twins.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

namespace finrst {

namespace {

/// Clocks that differ in drift are alike for so long.
constexpr Duration kShort = std::chrono::seconds(1);
/// So many times as many answers must say the one thing as the other.
constexpr std::int64_t kClearly = 3;
/// Of so many that are alike, none is near to one other alone; and so many are looked at.
constexpr std::size_t kMostAlike = 64;
/// A connection that goes on has numbers not farther from those before; one that begins anew on the
/// same ports has, by Linux' clock for initial numbers, from 70 ms on.
constexpr std::int32_t kFarthest = 1 << 20;

/// The same for two that are alike, and orders all others.
auto likenessOf(const Sighting& sighting, Side side_here) {
    return std::tuple(side_here, sighting.seq.value(), sighting.ack.value(), sighting.length,
                      sighting.kind());
}

std::vector<std::uint32_t> indexes(std::span<const Sighting> sightings) {
    std::vector<std::uint32_t> all(sightings.size());
    std::iota(all.begin(), all.end(), 0U);
    return all;
}

/// Those of a connection there with the numbers that they have here; empty: they have them.
std::vector<Sighting> shiftedBack(const std::vector<Sighting>& there,
                                  const SharedConnection& shared) {
    std::vector<Sighting> shifted;
    if (!shared.shift.any()) return shifted;
    for (const Sighting& sighting : there) {
        shifted.push_back(shared.shift.undo(sighting, shared.thereOf(sighting.from)));
    }
    return shifted;
}

/// Groups of alike ones, each in the order of the capture. `sideOf`: as it is called here.
template <typename SideOf>
auto sortedByLikeness(std::span<const Sighting> sightings, SideOf sideOf) {
    std::vector<std::uint32_t> order = indexes(sightings);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return likenessOf(sightings[a], sideOf(sightings[a])) <
               likenessOf(sightings[b], sideOf(sightings[b]));
    });
    return order;
}

bool haveOtherIds(const Sighting& a, const Sighting& b) {
    return a.ip_id != 0 && b.ip_id != 0 && a.ip_id != b.ip_id;
}

}  // namespace

Twins::Twins(const Place& here, const Place& there, const SharedConnection& shared)
    : shared_(shared),
      here_(&here.sightings(shared.here)),
      shifted_(shiftedBack(there.sightings(shared.there), shared)),
      there_(shifted_.empty() ? there.sightings(shared.there) : shifted_),
      twins_(here_->size(), kNoIndex),
      has_alike_(here_->size()),
      is_twin_(there_.size()) {
    const auto same = [](const Sighting& s) { return s.from; };
    const auto turned = [&](const Sighting& s) { return shared_.thereOf(s.from); };
    const Indexes ours = sortedByLikeness(*here_, same);
    const Indexes theirs = sortedByLikeness(there_, turned);
    forEachLikeness(ours, theirs, &Twins::learnIds);
    forEachLikeness(ours, theirs, &Twins::pairAlike);
    rangeThere(Side::kA);
    rangeThere(Side::kB);
    const std::optional<Side> by_ttl = compareTtls();
    const std::optional<Side> by_waits = compareWaits();
    near_end_ = by_ttl ? by_ttl : by_waits;
    sumUp();
}

/// Calls `take` with those here that are alike, and those there that are like them, each in the
/// order of the capture. Both are sorted by likeness.
void Twins::forEachLikeness(const Indexes& ours, const Indexes& theirs,
                            void (Twins::*take)(const Indexes&, const Indexes&)) {
    const auto turned = [&](const Sighting& s) { return shared_.thereOf(s.from); };
    auto next = theirs.begin();
    for (auto begin = ours.begin(); begin != ours.end();) {
        const auto likeness = likenessOf((*here_)[*begin], (*here_)[*begin].from);
        const auto isLess = [&](std::uint32_t i) {
            return likenessOf(there_[i], turned(there_[i])) < likeness;
        };
        const auto isSame = [&](std::uint32_t i) {
            return likenessOf(there_[i], turned(there_[i])) == likeness;
        };
        const auto end = std::find_if(begin, ours.end(), [&](std::uint32_t i) {
            return likenessOf((*here_)[i], (*here_)[i].from) != likeness;
        });
        next = std::find_if_not(next, theirs.end(), isLess);
        const auto last = std::find_if_not(next, theirs.end(), isSame);
        (this->*take)({begin, end}, {next, last});
        begin = end;
        next = last;
    }
}

void Twins::learnIds(const Indexes& here, const Indexes& there) {
    if (here.size() != 1 || there.size() != 1) return;
    const Sighting& sighting = (*here_)[here.front()];
    const std::uint16_t id_there = there_[there.front()].ip_id;
    if (sighting.ip_id == 0 || id_there == 0) return;
    OfEnd& end = of(sighting.from);
    ++(sighting.ip_id == id_there ? end.same_ids : end.other_ids);
}

void Twins::pair(std::uint32_t here, std::uint32_t there) {
    twins_[here] = there;
    is_twin_[there] = true;
}

/// First by their IP IDs; then, where as many are left at both places, in their order.
void Twins::pairAlike(const Indexes& here, const Indexes& there) {
    const bool tells = !of((*here_)[here.front()].from).hasOtherIds();
    std::multimap<std::uint16_t, std::uint32_t> by_id;
    for (const std::uint32_t k : there) {
        if (tells && there_[k].ip_id != 0) by_id.emplace(there_[k].ip_id, k);
    }
    Indexes left_here;
    bool ids_survive = false;
    for (const std::uint32_t i : here) {
        has_alike_[i] = !there.empty();
        const auto twin = by_id.find((*here_)[i].ip_id);
        if (twin == by_id.end()) {
            left_here.push_back(i);
            continue;
        }
        pair(i, twin->second);
        by_id.erase(twin);
        ids_survive = true;
    }
    Indexes left_there;
    std::copy_if(there.begin(), there.end(), std::back_inserter(left_there),
                 [&](std::uint32_t k) { return !is_twin_[k]; });
    if (left_here.empty() || left_there.empty() || ids_survive) return;
    if (left_here.size() != left_there.size()) {
        left_here_.push_back(std::move(left_here));
        left_there_.push_back(std::move(left_there));
        return;
    }
    for (std::size_t i = 0; i < left_here.size(); ++i) {
        const bool are_others =
            tells && haveOtherIds((*here_)[left_here[i]], there_[left_there[i]]);
        if (!are_others) pair(left_here[i], left_there[i]);
    }
}

void Twins::findByTime(const Clock& clock) {
    const Duration longest =
        std::max(clock.longestThere(), clock.longestHere()) + clock.uncertainty();
    const auto areNear = [&](std::uint32_t here, std::uint32_t there) {
        const Time expected = clock.there((*here_)[here].time);
        return std::chrono::abs(there_[there].time - expected) <= longest;
    };
    for (std::size_t group = 0; group < left_here_.size(); ++group) {
        const std::vector<std::uint32_t>& ours = left_here_[group];
        const std::vector<std::uint32_t>& theirs = left_there_[group];
        if (ours.size() + theirs.size() > kMostAlike) continue;
        for (const std::uint32_t i : ours) {
            const auto isNear = [&](std::uint32_t k) { return areNear(i, k); };
            const auto twin = std::find_if(theirs.begin(), theirs.end(), isNear);
            if (twin == theirs.end() || std::any_of(twin + 1, theirs.end(), isNear)) continue;
            const auto rivals = std::count_if(ours.begin(), ours.end(), [&](std::uint32_t other) {
                return areNear(other, *twin);
            });
            if (rivals == 1) pair(i, *twin);
        }
    }
    left_here_.clear();
    left_there_.clear();
    sumUp();
}

/// No RST, and no SYN, which may be sent again behind one.
bool Twins::isOfOpenSocket(std::size_t there, Side side_here) const {
    const Sighting& sighting = there_[there];
    return is_twin_[there] && shared_.thereOf(sighting.from) == side_here && sighting.has(kAck) &&
           !sighting.has(kRst) && !sighting.has(kSyn);
}

std::uint32_t Twins::wentOnThere(Side side_here, Time there, SequenceNumber next) const {
    const Sighting* first = of(side_here).first_there;
    if (first == nullptr || first->time >= there) return 0;
    const auto behind = std::partition_point(there_.begin(), there_.end(),
                                             [&](const Sighting& s) { return s.time <= there; });
    const auto begin = static_cast<std::size_t>(behind - there_.begin());
    const std::size_t end = std::min(begin + kMostAlike, there_.size());
    for (std::size_t i = begin; i < end; ++i) {
        const bool goes_on = std::abs(there_[i].seq - next) <= kFarthest;
        if (goes_on && isOfOpenSocket(i, side_here)) return there_[i].frame;
    }
    return 0;
}

void Twins::sumUp() {
    for (std::size_t i = 0; i < here_->size(); ++i) {
        const Sighting& sighting = (*here_)[i];
        if (twinOf(i) != nullptr && !sighting.has(kRst)) of(sighting.from).has_twins = true;
    }
    for (OfEnd& end : ends_) {
        end.has_strange_reset = false;
        end.first_there = nullptr;
    }
    for (std::size_t i = 0; i < there_.size(); ++i) {
        const Sighting& sighting = there_[i];
        OfEnd& end = of(shared_.thereOf(sighting.from));
        if (sighting.has(kRst)) {
            end.has_strange_reset = end.has_strange_reset || !is_twin_[i];
        } else if (end.first_there == nullptr &&
                   isOfOpenSocket(i, shared_.thereOf(sighting.from))) {
            end.first_there = &sighting;
        }
    }
}

/// The numbers of what one end had sent through there.
void Twins::rangeThere(Side side_here) {
    std::vector<Range> ranges;
    for (const Sighting& sighting : there_) {
        if (shared_.thereOf(sighting.from) != side_here || sighting.sequenceLength() == 0) continue;
        ranges.push_back({sighting.seq, sighting.seq + sighting.sequenceLength()});
    }
    if (ranges.empty()) return;
    const SequenceNumber origin = ranges.front().begin;
    std::sort(ranges.begin(), ranges.end(),
              [&](const Range& a, const Range& b) { return a.begin - origin < b.begin - origin; });
    std::vector<Range>& merged = of(side_here).seen_there;
    for (const Range& range : ranges) {
        if (merged.empty() || merged.back().end.precedes(range.begin)) {
            merged.push_back(range);
        } else if (merged.back().end.precedes(range.end)) {
            merged.back().end = range.end;
        }
    }
}

bool Twins::wasSeenThere(std::size_t here) const {
    const Sighting& sighting = (*here_)[here];
    const std::uint32_t length = sighting.sequenceLength();
    if (has_alike_[here] || length == 0) return has_alike_[here];
    const std::vector<Range>& ranges = of(sighting.from).seen_there;
    const SequenceNumber end = sighting.seq + length;
    const auto range = std::partition_point(ranges.begin(), ranges.end(),
                                            [&](const Range& r) { return r.end.precedes(end); });
    return range != ranges.end() && !sighting.seq.precedes(range->begin);
}

/// A packet loses one at each router: it has more where it comes first.
std::optional<Side> Twins::compareTtls() {
    std::int64_t votes_for_a = 0;
    for (std::size_t i = 0; i < here_->size(); ++i) {
        const Sighting& sighting = (*here_)[i];
        const Sighting* twin = twinOf(i);
        if (twin == nullptr || twin->ttl == 0 || sighting.ttl == twin->ttl) continue;
        const bool came_here_first = sighting.ttl > twin->ttl;
        votes_for_a += came_here_first == (sighting.from == Side::kA) ? 1 : -1;
        distance_.hops = std::abs(sighting.ttl - twin->ttl);
    }
    if (votes_for_a == 0) return std::nullopt;
    return votes_for_a > 0 ? Side::kA : Side::kB;
}

/// Of two packets in opposite directions, the first takes longer to be answered where it comes
/// first: by the way between the places and back, whatever their clocks say.
std::optional<Side> Twins::compareWaits() {
    std::int64_t for_a = 0;
    std::int64_t for_b = 0;
    Duration least = Duration::max();
    const Sighting* before = nullptr;
    Duration ahead_before{};
    for (std::size_t i = 0; i < here_->size(); ++i) {
        const Sighting& sighting = (*here_)[i];
        const Sighting* twin = twinOf(i);
        if (twin == nullptr) continue;
        const Duration ahead = twin->time - sighting.time;
        if (before != nullptr && before->from != sighting.from &&
            sighting.time - before->time <= kShort) {
            const Duration gain =
                sighting.from == Side::kA ? ahead - ahead_before : ahead_before - ahead;
            for_a += gain > Duration::zero();
            for_b += gain < Duration::zero();
            least = std::min(least, std::chrono::abs(gain));
        }
        before = &sighting;
        ahead_before = ahead;
    }
    if (least < Duration::max()) distance_.round_trip = least;
    if (for_a > kClearly * for_b) return Side::kA;
    if (for_b > kClearly * for_a) return Side::kB;
    return std::nullopt;
}

void Twins::addTo(std::vector<ClockPoint>& points) const {
    if (!near_end_) return;
    for (std::size_t i = 0; i < here_->size(); ++i) {
        const Sighting& sighting = (*here_)[i];
        const Sighting* twin = twinOf(i);
        if (twin == nullptr) continue;
        points.push_back({sighting.time, twin->time - sighting.time, sighting.from == *near_end_});
    }
}

}  // namespace finrst
