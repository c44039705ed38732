// SPDX-License-Identifier: GPL-2.0-or-later
#include "clock.h"

#include <algorithm>
#include <cmath>

namespace finrst {

namespace {

/// No computer's clock is as wrong as that.
constexpr double kMostDrift = 1e-3;
/// Of the drift that is looked for.
constexpr double kLeastDrift = 1e-10;

/// Between which offsets at `origin` a clock with that drift contradicts no packet.
struct Room {
    double least = -INFINITY;
    double most = INFINITY;
    double width() const { return most - least; }
};

double nanoseconds(Duration duration) {
    return static_cast<double>(duration.count());
}

Room roomFor(double drift, Time origin, const std::vector<ClockPoint>& points) {
    Room room;
    // In two parts: the offset may be years, which a double does not hold to the nanosecond.
    const Duration base = points.front().ahead;
    for (const ClockPoint& point : points) {
        const double offset =
            nanoseconds(point.ahead - base) - drift * nanoseconds(point.here - origin);
        if (point.went_from_here) {
            room.most = std::min(room.most, offset);
        } else {
            room.least = std::max(room.least, offset);
        }
    }
    return room;
}

/// The room is a concave function of the drift: its maximum by thirds.
double driftWithMostRoom(Time origin, const std::vector<ClockPoint>& points) {
    double low = -kMostDrift;
    double high = kMostDrift;
    while (high - low > kLeastDrift) {
        const double third = (high - low) / 3;
        const bool is_right = roomFor(low + third, origin, points).width() <
                              roomFor(high - third, origin, points).width();
        (is_right ? low : high) += is_right ? third : -third;
    }
    return (low + high) / 2;
}

}  // namespace

std::optional<Clock> Clock::fit(const std::vector<ClockPoint>& points) {
    const auto from_here = std::count_if(points.begin(), points.end(),
                                         [](const ClockPoint& p) { return p.went_from_here; });
    if (from_here == 0 || from_here == static_cast<std::ptrdiff_t>(points.size())) {
        return std::nullopt;
    }
    Clock clock;
    clock.origin_ = points.front().here;
    // A drift that no packet asks for is none.
    Room room = roomFor(0, clock.origin_, points);
    if (room.width() < 0) {
        clock.drift_ = driftWithMostRoom(clock.origin_, points);
        room = roomFor(clock.drift_, clock.origin_, points);
    }
    if (room.width() < 0) return std::nullopt;
    const auto whole = [](double value) { return Duration(std::llround(value)); };
    clock.offset_ = points.front().ahead + whole((room.least + room.most) / 2);
    clock.uncertainty_ = whole(room.width() / 2);
    for (const ClockPoint& point : points) {
        const Duration way = point.ahead - clock.ahead(point.here);
        Duration& longest = point.went_from_here ? clock.longest_there_ : clock.longest_here_;
        longest = std::max(longest, point.went_from_here ? way : -way);
    }
    return clock;
}

Duration Clock::ahead(Time here) const {
    return offset_ + Duration(std::llround(drift_ * nanoseconds(here - origin_)));
}

}  // namespace finrst
