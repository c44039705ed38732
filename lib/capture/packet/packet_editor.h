// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/save.h"
#include "format/byte_order.h"
#include "packet/address_map.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace finrst {

/// Makes the packets of a copy: cuts payload and replaces addresses, as `SaveRequest` wants it.
class PacketEditor {
  public:
    struct Edited {
        ByteView bytes;  ///< valid until the next call
        bool left_out = false;
    };

    /// `key` is for addresses that are replaced.
    PacketEditor(Payload payload, Addresses addresses, const SipHashKey& key);
    explicit PacketEditor(const SaveRequest& request)
        : PacketEditor(request.payload, request.addresses, request.key) {}

    /// True when the copy is for others: only what is understood may be in it.
    bool isForOthers() const { return cuts_ || map_ != nullptr; }
    bool cuts() const { return cuts_; }
    /// Null when addresses are kept.
    AddressMap* addressMap() const { return map_.get(); }

    /// Only to be called when `isForOthers`.
    Edited edit(ByteView packet, std::uint32_t wire_length, std::uint32_t link_type);

  private:
    bool cuts_;
    std::unique_ptr<AddressMap> map_;
    std::vector<std::uint8_t> changed_;
};

}  // namespace finrst
