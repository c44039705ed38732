// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet/packet_editor.h"

#include "packet/layer_editing.h"
#include "packet/packet_layers.h"

namespace finrst {

namespace {

std::unique_ptr<AddressMap> mapFor(Addresses addresses, const SipHashKey& key) {
    if (addresses == Addresses::kKeep) return nullptr;
    const bool is_flat = addresses == Addresses::kReplaceFlat;
    return std::make_unique<AddressMap>(key, is_flat ? Prefixes::kLost : Prefixes::kKept);
}

}  // namespace

PacketEditor::PacketEditor(Payload payload, Addresses addresses, const SipHashKey& key)
    : cuts_(payload == Payload::kCut), map_(mapFor(addresses, key)) {}

PacketEditor::Edited PacketEditor::edit(ByteView packet, std::uint32_t wire_length,
                                        std::uint32_t link_type) {
    const PacketLayers layers = findLayers(packet, wire_length, link_type);
    if (!layers.link_known) return {{}, true};
    const bool keeps_rest = !cuts_ && layers.rest == Rest::kPayload;
    const ByteView kept = packet.first(keeps_rest ? layers.data_end : layers.headers_end);
    changed_.assign(kept.begin(), kept.end());
    editHeaders(kept, layers, map_.get(), changed_);
    return {changed_};
}

}  // namespace finrst
