// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/connection.h"

#include <algorithm>
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
        if (page == nullptr) page = newPage();
        Two& two = page[port % kPage];
        two = {connection, two[0]};
    }
    /// The latest first; kNoIndex where there was none.
    Two of(std::uint16_t port) const {
        const Page& page = pages_[port / kPage];
        return page == nullptr ? kNone : page[port % kPage];
    }

  private:
    static constexpr std::size_t kPage = 256;
    static constexpr Two kNone{kNoIndex, kNoIndex};
    using Page = std::unique_ptr<Two[]>;

    static Page newPage() {
        auto page = std::make_unique<Two[]>(kPage);
        std::fill_n(page.get(), kPage, kNone);
        return page;
    }

    std::array<Page, 0x10000 / kPage> pages_;
};

}  // namespace finrst
