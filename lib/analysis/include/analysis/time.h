// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>

namespace finrst {

/// Time as captures give it: nanoseconds since the Unix epoch. The analysis reads no clock.
using Duration = std::chrono::nanoseconds;
using Time = std::chrono::sys_time<Duration>;

}  // namespace finrst
