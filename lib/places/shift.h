// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "places/sighting.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace finrst {

/// How far the numbers of one place are from those of another, all those of an end by the same: a
/// firewall gives each end other initial numbers than its system chose (ASA by default, pf with
/// `modulate state`).
struct Shift {
    std::array<std::uint32_t, 2> of{};  ///< what each end sends, by side: there less here

    bool any() const { return of != decltype(of){}; }
    /// A segment there with the numbers that it has here.
    Sighting undo(Sighting there, Side from) const;
};

/// That between two places which saw the same addresses and ports, by the IP IDs of both ends.
/// Empty: they are of two connections, or IP IDs do not tell, as with IPv6.
std::optional<Shift> findShift(const std::vector<Sighting>& here,
                               const std::vector<Sighting>& there);

}  // namespace finrst
