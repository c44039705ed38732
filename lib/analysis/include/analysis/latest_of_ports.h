// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/connection.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace finrst {

/// For each port, the two connections with it that were opened last: what a NAT recorded on both
/// sides shows twice has mostly one of its ports in common.
class LatestOfPorts {
  public:
    using Two = std::array<std::uint32_t, 2>;

    void add(std::uint16_t port, std::uint32_t connection) {
        Page& page = pages_[port / kPage];
        if (page == nullptr) page = std::make_unique<Two[]>(kPage);
        Two& two = page[port % kPage];
        two = {~connection, two[0]};
    }
    /// The latest first; kNoIndex where there was none.
    Two of(std::uint16_t port) const {
        const Page& page = pages_[port / kPage];
        if (page == nullptr) return {kNoIndex, kNoIndex};
        const Two& two = page[port % kPage];
        return {~two[0], ~two[1]};
    }

  private:
    static constexpr std::size_t kPage = 256;
    using Page = std::unique_ptr<Two[]>;  // complements of indexes: made of zeros, it has none
    static_assert(kNoIndex == ~std::uint32_t{0});

    std::array<Page, 0x10000 / kPage> pages_;
};

}  // namespace finrst
