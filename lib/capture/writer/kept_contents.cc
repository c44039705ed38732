// SPDX-License-Identifier: GPL-2.0-or-later
#include "writer/kept_contents.h"

#include "format/block_reader.h"
#include "format/packet_block.h"
#include "packet/packet_layers.h"
#include "writer/frame_plan.h"

namespace finrst {

namespace {

/// RFC 8446, 5.1 and 4.1.2: a record of the handshake that begins with the client's hello. Empty
/// when `data` is none.
ByteView clientRandom(ByteView data) {
    constexpr std::size_t kRandomAt = 11;
    constexpr std::size_t kRandomSize = 32;
    constexpr std::uint8_t kHandshake = 22;
    constexpr std::uint8_t kClientHello = 1;
    const bool is_hello = data.size() >= kRandomAt + kRandomSize && data[0] == kHandshake &&
                          data[1] == 3 && data[5] == kClientHello;
    return is_hello ? data.subspan(kRandomAt, kRandomSize) : ByteView{};
}

struct Interface {
    std::uint32_t link_type;
    std::uint32_t snaplen;
};

}  // namespace

void KeptContents::add(ByteView packet, std::uint32_t wire_length, std::uint32_t link_type) {
    const PacketLayers layers = findLayers(packet, wire_length, link_type);
    for (std::size_t i = 0; i < layers.count; ++i) {
        const Layer& layer = layers.layers[i];
        const bool is_v4 = layer.kind == LayerKind::kIpv4;
        if (!is_v4 && layer.kind != LayerKind::kIpv6) continue;
        const std::uint32_t size = is_v4 ? 4 : 16;
        const std::uint32_t from = layer.begin + (is_v4 ? 12 : 8);
        if (layer.end < from + 2 * size) continue;
        addresses_.insert(keyOf(packet.subspan(from, size)));
        addresses_.insert(keyOf(packet.subspan(from + size, size)));
    }
    if (layers.rest != Rest::kPayload) return;
    const ByteView random =
        clientRandom(packet.subspan(layers.headers_end, layers.data_end - layers.headers_end));
    if (!random.empty()) client_randoms_.insert(keyOf(random));
}

Status KeptContents::gather(const SaveRequest& request) {
    InputStream input;
    Status status = input.open(request.input);
    BlockReader reader(input);
    FramePlan plan(request);
    std::vector<Interface> interfaces;
    Block block;
    Reading reading = Reading::kItem;
    while (status.ok() && reader.next(&block, &reading).ok() && reading == Reading::kItem) {
        if (block.type == BlockType::kSection) interfaces.clear();
        if (block.type == BlockType::kInterface && block.body().size() >= 8) {
            interfaces.push_back({load<std::uint16_t>(block.body().data(), block.order),
                                  load<std::uint32_t>(block.body().data() + 4, block.order)});
        }
        if (!countsAsFrame(block.type)) continue;
        plan.advance();
        if (!plan.isKept() || interfaces.empty()) continue;
        const auto packet = readPacketBlock(block, interfaces.front().snaplen);
        if (!packet || packet->interface >= interfaces.size()) continue;
        add(packet->data, packet->wire_length, interfaces[packet->interface].link_type);
    }
    return status;
}

}  // namespace finrst
