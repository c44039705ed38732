// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace finrst {

/// Packets that the network card had no room for: counters of Linux that are open, because libpcap
/// opens them each time, and nothing can be opened when packets are read (confinement.h). Windows
/// has none.
class CardDrops {
  public:
    explicit CardDrops(const std::string& interface);
    CardDrops(const CardDrops&) = delete;
    CardDrops& operator=(const CardDrops&) = delete;
    ~CardDrops();
    /// Since it was made.
    std::uint64_t since() const { return now() - before_; }

  private:
    std::uint64_t now() const;

    std::array<int, 2> files_{-1, -1};  // -1: the card has no such counter
    std::uint64_t before_ = 0;
};

}  // namespace finrst
