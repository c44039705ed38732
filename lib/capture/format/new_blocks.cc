// SPDX-License-Identifier: GPL-2.0-or-later
#include "format/new_blocks.h"

#include "format/packet_block.h"

namespace finrst {

namespace {

constexpr std::uint32_t kOrderMagic = 0x1a2b3c4d;

template <typename Number>
void append(std::vector<std::uint8_t>* to, Number value, ByteOrder order) {
    to->resize(to->size() + sizeof value);
    store(to->data() + to->size() - sizeof value, value, order);
}

}  // namespace

void beginSection(ByteOrder order, std::vector<std::uint8_t>* to) {
    beginBlock(BlockType::kSection, order, to);
    append(to, kOrderMagic, order);
    append(to, std::uint16_t{1}, order);
    append(to, std::uint16_t{0}, order);
    append(to, ~std::uint64_t{0}, order);  // length: not given
}

void beginInterface(std::uint32_t link_type, std::uint32_t snaplen, ByteOrder order,
                    std::vector<std::uint8_t>* to) {
    beginBlock(BlockType::kInterface, order, to);
    append(to, static_cast<std::uint16_t>(link_type), order);
    append(to, std::uint16_t{0}, order);
    append(to, snaplen, order);
}

void beginPacket(std::uint32_t interface, std::uint64_t time, std::uint32_t wire_length,
                 ByteView data, ByteOrder order, std::vector<std::uint8_t>* to) {
    beginBlock(BlockType::kPacket, order, to);
    append(to, interface, order);
    append(to, static_cast<std::uint32_t>(time >> 32), order);
    append(to, static_cast<std::uint32_t>(time), order);
    append(to, static_cast<std::uint32_t>(data.size()), order);
    append(to, wire_length, order);
    to->insert(to->end(), data.begin(), data.end());
    to->resize(padded(to->size()), 0);
}

void beginStatistics(std::uint32_t interface, std::uint64_t time, ByteOrder order,
                     std::vector<std::uint8_t>* to) {
    beginBlock(BlockType::kStatistics, order, to);
    append(to, interface, order);
    append(to, static_cast<std::uint32_t>(time >> 32), order);
    append(to, static_cast<std::uint32_t>(time), order);
}

}  // namespace finrst
