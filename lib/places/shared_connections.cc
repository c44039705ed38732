// SPDX-License-Identifier: GPL-2.0-or-later
#include "shared_connections.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

namespace finrst {

namespace {

/// So many segments of a connection are looked for until one connection there is sure.
constexpr std::uint32_t kEnough = 8;
/// So many segments with the same numbers are looked at: SYNs of a scan may all be alike.
constexpr std::ptrdiff_t kMostAlike = 64;
/// So many segments must be the same under other addresses.
constexpr std::uint32_t kLeastAcrossNat = 2;

std::uint64_t numbersOf(const Sighting& sighting) {
    return bothNumbers(sighting.seq, sighting.ack);
}

Place::End endOf(const Place& place, std::uint32_t index, Side side) {
    return place.endOf(place.analysis().connections()[index], side);
}

using Ends = std::pair<Place::End, Place::End>;

Ends endsOf(const Place& place, std::uint32_t index) {
    return {endOf(place, index, Side::kA), endOf(place, index, Side::kB)};
}

/// Nothing of a refused connection tells both.
bool neverTellsBothEnds(const std::vector<Sighting>& sightings) {
    return std::none_of(sightings.begin(), sightings.end(),
                        [](const Sighting& s) { return s.tellsBothEnds(); });
}

/// Finds a connection of one place among those of another.
class Finder {
  public:
    Finder(const Place& here, const Place& there)
        : here_(here), there_(there), taken_(there.endOfIndexes()) {
        for (std::uint32_t i = 0; i < there.endOfIndexes(); ++i) {
            const std::vector<Sighting>& sightings = there.sightings(i);
            for (std::uint32_t k = 0; k < sightings.size(); ++k) {
                known_.push_back({numbersOf(sightings[k]), i, k});
            }
        }
        std::sort(known_.begin(), known_.end());
        for (std::uint32_t i = 0; i < there.endOfIndexes(); ++i) {
            if (there.holds(i)) by_ends_.emplace_back(endsOf(there, i), i);
        }
        std::sort(by_ends_.begin(), by_ends_.end());
    }

    std::optional<SharedConnection> find(std::uint32_t connection) {
        std::optional<SharedConnection> best = bestOf(candidatesOf(connection));
        if (!best) best = findShifted(connection);
        if (best) taken_[best->there] = true;
        return best;
    }

  private:
    struct Known {
        std::uint64_t numbers;
        std::uint32_t connection;
        std::uint32_t index;

        // The compiler's own code compares with 0.
        friend auto operator<=>(const Known&,
                                const Known&) = default;  // NOLINT(modernize-use-nullptr)
    };
    struct Candidate {
        SharedConnection shared;
        std::uint32_t found = 0;          // segments
        std::uint32_t found_by_both = 0;  // that tell both ends
    };
    using Candidates = std::unordered_map<std::uint32_t, Candidate>;

    Candidates candidatesOf(std::uint32_t connection) const {
        Candidates candidates;
        std::uint32_t found = 0;
        std::uint64_t latest = 0;
        for (const Sighting& sighting : here_.sightings(connection)) {
            const std::uint64_t numbers = numbersOf(sighting);
            if (numbers == latest) continue;
            latest = numbers;
            const bool is_known = lookFor(sighting, connection, candidates);
            if (is_known && ++found >= kEnough) break;
        }
        return candidates;
    }

    bool lookFor(const Sighting& sighting, std::uint32_t connection, Candidates& candidates) const {
        const std::uint64_t numbers = numbersOf(sighting);
        const auto begin = std::lower_bound(known_.begin(), known_.end(), Known{numbers, 0, 0});
        bool found = false;
        for (auto it = begin; it != known_.end() && it - begin < kMostAlike; ++it) {
            if (it->numbers != numbers) break;
            const Sighting& other = there_.sightings(it->connection)[it->index];
            if (taken_[it->connection] || !sighting.isAlike(other)) continue;
            auto [candidate, is_new] = candidates.try_emplace(it->connection);
            if (is_new) {
                SharedConnection& shared = candidate->second.shared;
                shared.here = connection;
                shared.there = it->connection;
                shared.is_turned = sighting.from != other.from;
                shared.same_addresses = haveSameAddresses(shared);
            }
            ++candidate->second.found;
            candidate->second.found_by_both += sighting.tellsBothEnds();
            found = true;
        }
        return found;
    }

    bool haveSameAddresses(const SharedConnection& shared) const {
        const auto same = [&](Side side) {
            return endOf(here_, shared.here, side) ==
                   endOf(there_, shared.there, shared.thereOf(side));
        };
        return same(Side::kA) && same(Side::kB);
    }

    bool shareAPort(const SharedConnection& shared) const {
        const auto same = [&](Side side) {
            return endOf(here_, shared.here, side).port ==
                   endOf(there_, shared.there, shared.thereOf(side)).port;
        };
        return same(Side::kA) || same(Side::kB);
    }

    bool mayBeBehindNat(const Candidate& candidate) const {
        const bool is_refused = neverTellsBothEnds(here_.sightings(candidate.shared.here));
        const std::uint32_t telling = is_refused ? candidate.found : candidate.found_by_both;
        return telling >= kLeastAcrossNat && shareAPort(candidate.shared);
    }

    /// That of most segments; of the same addresses, where there is one.
    std::optional<SharedConnection> bestOf(const Candidates& candidates) const {
        const Candidate* best = nullptr;
        bool has_rival = false;
        const auto rank = [](const Candidate& c) {
            return std::pair(c.shared.same_addresses, c.found);
        };
        for (const auto& [index, candidate] : candidates) {
            if (!candidate.shared.same_addresses && !mayBeBehindNat(candidate)) continue;
            if (best == nullptr || rank(candidate) > rank(*best)) {
                best = &candidate;
                has_rival = false;
            } else {
                has_rival = has_rival || rank(candidate) == rank(*best);
            }
        }
        if (best == nullptr || has_rival) return std::nullopt;
        return best->shared;
    }

    /// The only one between the same ends whose numbers have all the same shift.
    std::optional<SharedConnection> findShifted(std::uint32_t connection) const {
        const Ends ends = endsOf(here_, connection);
        std::optional<SharedConnection> found;
        for (auto it = std::lower_bound(by_ends_.begin(), by_ends_.end(), std::pair(ends, 0U));
             it != by_ends_.end() && it->first == ends; ++it) {
            if (taken_[it->second]) continue;
            const std::optional<Shift> shift =
                findShift(here_.sightings(connection), there_.sightings(it->second));
            if (!shift) continue;
            if (found) return std::nullopt;
            found = {
                .here = connection, .there = it->second, .same_addresses = true, .shift = *shift};
        }
        return found;
    }

    const Place& here_;
    const Place& there_;
    std::vector<bool> taken_;                              // connections there
    std::vector<Known> known_;                             // all segments there
    std::vector<std::pair<Ends, std::uint32_t>> by_ends_;  // connections there
};

}  // namespace

std::vector<SharedConnection> sharedConnections(const Place& here, const Place& there) {
    std::vector<SharedConnection> shared;
    Finder finder(here, there);
    for (std::uint32_t i = 0; i < here.endOfIndexes(); ++i) {
        if (!here.holds(i)) continue;
        if (const auto found = finder.find(i)) shared.push_back(*found);
    }
    return shared;
}

}  // namespace finrst
