// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/idle_resets.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace finrst {

namespace {

using std::chrono::seconds;

/// Seconds, as balancers, NATs and firewalls have them by default or in their manuals.
constexpr std::array<int, kUsualIdleTimeouts> kUsual = {30,  60,  100, 120,  180,  240,  300,
                                                        350, 600, 900, 1200, 1800, 3600, 7200};

/// The box counts from when a segment passes it, not from when that was captured.
constexpr Duration kOnTheWay = std::chrono::milliseconds(100);

/// The number of the timeout that ended `silence`, or kUsual.size().
std::size_t numberOf(Duration silence) {
    const auto longer =
        std::upper_bound(kUsual.begin(), kUsual.end(), silence + kOnTheWay,
                         [](Duration passed, int timeout) { return passed < seconds(timeout); });
    if (longer == kUsual.begin()) return kUsual.size();
    const Duration timeout = seconds(*std::prev(longer));
    const Duration late = seconds(1) + timeout / 50;
    const auto number = static_cast<std::size_t>(longer - kUsual.begin() - 1);
    return silence <= timeout + late ? number : kUsual.size();
}

}  // namespace

std::optional<Duration> idleTimeout(Duration silence) {
    const std::size_t number = numberOf(silence);
    if (number == kUsual.size()) return std::nullopt;
    return seconds(kUsual[number]);
}

void IdleResets::add(Duration silence) {
    const std::size_t number = numberOf(silence);
    if (number == kUsual.size()) return;
    std::uint8_t& count = counts_[number];
    if (count < std::numeric_limits<std::uint8_t>::max()) ++count;
}

std::uint32_t IdleResets::alike(Duration silence) const {
    const std::size_t number = numberOf(silence);
    return number == kUsual.size() ? 0 : counts_[number];
}

}  // namespace finrst
