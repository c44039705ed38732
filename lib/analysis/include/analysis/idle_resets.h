// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace finrst {

/// Shorter silences are nothing that a box would forget a connection for.
inline constexpr Duration kLongSilence = std::chrono::seconds(10);

/// How many idle times are usual.
inline constexpr std::size_t kUsualIdleTimeouts = 14;

/// The idle time that is set on a box which forgot a connection after `silence`; empty where none
/// of those that are usual fits. Timers run out late, by their box's pace.
std::optional<Duration> idleTimeout(Duration silence);

/// How many connections of one host were reset after about the same silence that it may have ended.
class IdleResets {
  public:
    void add(Duration silence);
    /// With the idle time that fits `silence`; 0 where none does.
    std::uint32_t alike(Duration silence) const;

  private:
    std::array<std::uint8_t, kUsualIdleTimeouts> counts_{};  // by those; stay at 255
};

}  // namespace finrst
