// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet/packet_editor.h"

#include "packet/address_replacement.h"
#include "packet/packet_layers.h"

namespace finrst {

PacketEditor::PacketEditor(const SaveRequest& request)
    : cuts_(request.payload == Payload::kCut),
      map_(request.addresses == Addresses::kReplace ? std::make_unique<AddressMap>(request.key)
                                                    : nullptr) {}

PacketEditor::Edited PacketEditor::edit(ByteView packet, std::uint32_t wire_length,
                                        std::uint32_t link_type) {
    const PacketLayers layers = findLayers(packet, wire_length, link_type);
    if (!layers.link_known) return {{}, true};
    const bool keeps_rest = !cuts_ && layers.rest == Rest::kPayload;
    const ByteView kept = keeps_rest ? packet : packet.first(layers.headers_end);
    if (!map_) return {kept};
    changed_.assign(kept.begin(), kept.end());
    replaceAddresses(kept, layers, *map_, changed_);
    return {changed_};
}

}  // namespace finrst
