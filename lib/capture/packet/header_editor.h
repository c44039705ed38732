// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/byte_order.h"
#include "packet/address_map.h"

#include <algorithm>
#include <cstring>

namespace finrst {

/// Changes the headers of a packet. Offsets need not lie in it; an address that was not captured
/// whole becomes zero.
class HeaderEditor {
  public:
    /// `map`: null when addresses stay.
    HeaderEditor(std::span<std::uint8_t> packet, AddressMap* map) : packet_(packet), map_(map) {}

    void replaceV4(std::uint32_t offset) {
        if (isWhole(offset, AddressMap::kV4Size)) map_->replaceV4(packet_.data() + offset);
    }
    void replaceV6(std::uint32_t offset) {
        if (isWhole(offset, AddressMap::kV6Size)) map_->replaceV6(packet_.data() + offset);
    }
    void replaceMac(std::uint32_t offset) {
        if (isWhole(offset, AddressMap::kMacSize)) map_->replaceMac(packet_.data() + offset);
    }
    /// For kinds of addresses that are not known.
    void clearAddress(std::uint32_t offset, std::uint32_t size) {
        if (map_ != nullptr) clear(offset, offset + size);
    }
    /// For what may hold anything.
    void clear(std::uint32_t begin, std::uint32_t end) {
        const std::size_t last = std::min<std::size_t>(end, packet_.size());
        if (begin < last) std::memset(packet_.data() + begin, 0, last - begin);
    }

    bool has(std::uint32_t offset, std::uint32_t size) const {
        return offset <= packet_.size() && size <= packet_.size() - offset;
    }
    std::uint8_t at(std::uint32_t offset) const { return packet_[offset]; }
    std::uint16_t at16(std::uint32_t offset) const { return loadNet16(packet_.data() + offset); }

  private:
    bool isWhole(std::uint32_t offset, std::uint32_t size) {
        if (map_ == nullptr) return false;
        if (has(offset, size)) return true;
        clearAddress(offset, size);
        return false;
    }

    std::span<std::uint8_t> packet_;
    AddressMap* map_;
};

}  // namespace finrst
