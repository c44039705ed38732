// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace finrst {

/// Time as captures give it: nanoseconds since the Unix epoch. The analysis reads no clock.
using Duration = std::chrono::nanoseconds;
using Time = std::chrono::sys_time<Duration>;

/// The years 1824 to 2115: two times between them differ by less than nanoseconds can count in 64
/// bits.
constexpr std::int64_t kFarthestSecond = 4'600'000'000;

/// A time that a capture claims, which may be any, kept within `kFarthestSecond`.
inline Time timeOf(std::int64_t seconds, std::int64_t nanoseconds) {
    return Time(std::chrono::seconds(std::clamp(seconds, -kFarthestSecond, kFarthestSecond)) +
                Duration(nanoseconds));
}

}  // namespace finrst
