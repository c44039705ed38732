// SPDX-License-Identifier: GPL-2.0-or-later
#include "ip_id_counter.h"

#include <limits>

namespace finrst {

namespace {

/// Largest step between neighbours that still looks like a counter.
constexpr int kStep = 64;
/// The same, where segments to others were not captured.
constexpr int kLongStep = 256;
/// More than a busy sender has between two segments of one connection.
constexpr int kFar = 4096;

int stepBetween(std::uint16_t from, std::uint16_t to) {
    return static_cast<std::int16_t>(static_cast<std::uint16_t>(to - from));
}

void countUp(std::uint8_t& counter) {
    if (counter < std::numeric_limits<std::uint8_t>::max()) ++counter;
}

}  // namespace

void IpIdCounter::saw(std::uint16_t id) {
    if (id == 0) return;
    const int step = last == 0 ? 0 : stepBetween(last, id);
    const bool changed_places = step < 0 && step >= -kStep;
    if (changed_places) return;
    if (step > 0) countUp(step <= kStep ? steps : jumps);
    if (step < 0) countUp(jumps);
    last = id;
}

bool IpIdCounter::leadsTo(std::uint16_t id) const {
    const int step = stepBetween(last, id);
    return step > 0 && step <= kLongStep;
}

bool IpIdCounter::isFarFrom(std::uint16_t id) const {
    const int step = stepBetween(last, id);
    return step < -kStep || step > kFar;
}

}  // namespace finrst
