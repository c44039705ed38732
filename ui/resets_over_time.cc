// SPDX-License-Identifier: GPL-2.0-or-later
#include "resets_over_time.h"

#include <algorithm>

namespace finrst {

namespace {

constexpr std::size_t kResetsOfAStep = 4000;

}  // namespace

bool ResetsOverTime::step() {
    const auto& resets = analysis_.resets();
    const std::size_t end = std::min(resets.size(), next_ + kResetsOfAStep);
    const bool is_left = next_ < end;
    for (; next_ < end; ++next_) {
        const Reset& reset = resets[next_];
        if (!reset.is_copy && isSelected(selection_, reset.connection)) count(reset);
    }
    return is_left;
}

/// Resets come in order of their frames, of which a few may be out of order of time.
void ResetsOverTime::count(const Reset& reset) {
    const std::size_t number = report_.grouping.numberOf(analysis_, reset);
    if (number == 0) return;
    const auto second =
        std::chrono::floor<std::chrono::seconds>(reset.time - report_.start).count();
    ResetsOfIncident& seconds = by_incident_[std::min(number - 1, kToldApart)];
    const auto place = std::partition_point(
        seconds.begin(), seconds.end(),
        [second](const ResetsOfSecond& earlier) { return earlier.second < second; });
    const bool is_new = place == seconds.end() || place->second != second;
    ResetsOfSecond& counted = is_new ? *seconds.insert(place, {second, 0, reset.frame}) : *place;
    ++counted.resets;
}

}  // namespace finrst
