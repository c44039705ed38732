// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace finrst {

using SipHashKey = std::array<std::uint8_t, 16>;

/// SipHash-2-4, a keyed pseudo-random function (Aumasson and Bernstein, 2012).
std::uint64_t sipHash(const SipHashKey& key, std::span<const std::uint8_t> message);

}  // namespace finrst
