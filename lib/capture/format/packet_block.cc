// SPDX-License-Identifier: GPL-2.0-or-later
#include "format/packet_block.h"

#include <algorithm>

namespace finrst {

namespace {

constexpr std::size_t kFixedSize = 28;  // of both kinds that have a time stamp
constexpr std::size_t kSimpleFixedSize = 12;
constexpr std::size_t kCapturedAt = 20;
constexpr std::size_t kInterfaceAt = 8;
constexpr std::size_t kTimeAt = 12;
constexpr std::size_t kWireLengthAt = 24;
constexpr std::size_t kSimpleWireLengthAt = 8;

}  // namespace

std::optional<PacketBlock> readPacketBlock(const Block& block, std::uint32_t first_snaplen) {
    const bool is_simple = block.type == BlockType::kSimplePacket;
    const std::size_t fixed = is_simple ? kSimpleFixedSize : kFixedSize;
    if (block.bytes.size() < fixed + Block::kTailSize) return std::nullopt;
    const ByteView rest = block.bytes.subspan(fixed, block.bytes.size() - fixed - Block::kTailSize);
    PacketBlock packet;
    packet.fixed = block.bytes.first(fixed);
    std::uint32_t captured = 0;
    if (is_simple) {
        packet.wire_length =
            load<std::uint32_t>(block.bytes.data() + kSimpleWireLengthAt, block.order);
        captured = packet.wire_length;
        if (first_snaplen != 0) captured = std::min(captured, first_snaplen);
    } else {
        captured = load<std::uint32_t>(block.bytes.data() + kCapturedAt, block.order);
        packet.wire_length = load<std::uint32_t>(block.bytes.data() + kWireLengthAt, block.order);
        const std::uint8_t* time = block.bytes.data() + kTimeAt;  // the upper half first
        packet.time = std::uint64_t{load<std::uint32_t>(time, block.order)} << 32 |
                      load<std::uint32_t>(time + 4, block.order);
        const std::uint8_t* interface = block.bytes.data() + kInterfaceAt;
        packet.interface = block.type == BlockType::kPacket
                               ? load<std::uint32_t>(interface, block.order)
                               : load<std::uint16_t>(interface, block.order);
    }
    if (captured > rest.size() || padded(captured) > rest.size()) return std::nullopt;
    // Without options there is nothing but data and padding; Wireshark insists on it, too.
    if (is_simple && padded(captured) != rest.size()) return std::nullopt;
    packet.data = rest.first(captured);
    if (!is_simple) packet.options = rest.subspan(padded(captured));
    return packet;
}

void writePacketBlock(const Block& block, const PacketBlock& packet, ByteView data,
                      ByteView options, std::vector<std::uint8_t>* to) {
    to->assign(packet.fixed.begin(), packet.fixed.end());
    if (block.type != BlockType::kSimplePacket) {
        store(to->data() + kCapturedAt, static_cast<std::uint32_t>(data.size()), block.order);
    }
    to->insert(to->end(), data.begin(), data.end());
    if (data.data() == packet.data.data() && data.size() == packet.data.size()) {
        // The padding of data that did not change is as it was, zeros or not.
        const std::uint8_t* end = packet.data.data() + packet.data.size();
        to->insert(to->end(), end, end + (padded(data.size()) - data.size()));
    } else {
        to->resize(packet.fixed.size() + padded(data.size()), 0);
    }
    to->insert(to->end(), options.begin(), options.end());
    finishBlock(block.order, to);
}

void beginBlock(BlockType type, ByteOrder order, std::vector<std::uint8_t>* to) {
    to->assign(Block::kHeadSize, 0);
    store(to->data(), static_cast<std::uint32_t>(type), order);
}

void finishBlock(ByteOrder order, std::vector<std::uint8_t>* to) {
    const std::size_t size = to->size() + Block::kTailSize;
    to->resize(size);
    store(to->data() + 4, static_cast<std::uint32_t>(size), order);
    store(to->data() + size - Block::kTailSize, static_cast<std::uint32_t>(size), order);
}

}  // namespace finrst
