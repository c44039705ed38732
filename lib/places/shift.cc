// SPDX-License-Identifier: GPL-2.0-or-later
#include "shift.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

namespace finrst {

namespace {

/// So many segments are looked at, and so many with the same IP ID.
constexpr std::size_t kLooked = 4096;
constexpr std::ptrdiff_t kMostAlike = 16;
/// So many must have the same shift, and of each end one at least: it began its IP IDs by chance.
constexpr std::uint32_t kLeast = 4;

std::uint32_t difference(SequenceNumber there, SequenceNumber here) {
    return static_cast<std::uint32_t>(there - here);
}

/// What stays the same where numbers do not.
auto likenessOf(const Sighting& sighting) {
    return std::tuple(sighting.from, sighting.ip_id, sighting.length, sighting.kind());
}

/// The numbers of both ends are in it, and an IP ID.
bool isTelling(const Sighting& sighting) {
    return sighting.tellsBothEnds() && sighting.ip_id != 0;
}

std::array<std::uint32_t, 2> shiftBetween(const Sighting& here, const Sighting& there) {
    std::array<std::uint32_t, 2> shift{};
    shift[static_cast<std::size_t>(here.from)] = difference(there.seq, here.seq);
    shift[static_cast<std::size_t>(opposite(here.from))] = difference(there.ack, here.ack);
    return shift;
}

using Votes = std::array<std::uint32_t, 2>;  // by the side that sent

bool isSure(const Votes& votes) {
    return std::min(votes[0], votes[1]) > 0 && votes[0] + votes[1] >= kLeast;
}

}  // namespace

Sighting Shift::undo(Sighting there, Side from) const {
    there.seq = there.seq + (0 - of[static_cast<std::size_t>(from)]);
    if (there.has(kAck)) there.ack = there.ack + (0 - of[static_cast<std::size_t>(opposite(from))]);
    return there;
}

std::optional<Shift> findShift(const std::vector<Sighting>& here,
                               const std::vector<Sighting>& there) {
    std::vector<Sighting> known;
    std::copy_if(there.begin(), there.end(), std::back_inserter(known), isTelling);
    const auto isLess = [](const Sighting& a, const Sighting& b) {
        return likenessOf(a) < likenessOf(b);
    };
    std::sort(known.begin(), known.end(), isLess);
    std::map<std::array<std::uint32_t, 2>, Votes> votes;
    for (std::size_t i = 0; i < std::min(here.size(), kLooked); ++i) {
        if (!isTelling(here[i])) continue;
        const auto [begin, end] = std::equal_range(known.begin(), known.end(), here[i], isLess);
        const auto last = begin + std::min(end - begin, kMostAlike);
        for (auto other = begin; other != last; ++other) {
            ++votes[shiftBetween(here[i], *other)][static_cast<std::size_t>(here[i].from)];
        }
    }
    std::optional<Shift> found;
    for (const auto& [shift, of_shift] : votes) {
        if (!isSure(of_shift)) continue;
        if (found) return std::nullopt;
        found = Shift{shift};
    }
    return found;
}

}  // namespace finrst
