// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/packet_list.h"

#include <algorithm>
#include <cstddef>

namespace finrst {

namespace {

using Octets = std::span<const std::uint8_t>;
using Packets = std::optional<std::vector<Packet>>;

constexpr std::uint32_t kSection = 0x0a0d0d0a;

/// Numbers in the byte order of their file.
class Numbers {
  public:
    Numbers(Octets octets, bool big) : octets_(octets), big_(big) {}

    std::uint32_t at32(std::size_t i) const { return number(i, 4); }
    std::uint32_t at16(std::size_t i) const { return number(i, 2); }

  private:
    std::uint32_t number(std::size_t i, std::size_t size) const {
        std::uint32_t value = 0;
        for (std::size_t k = 0; k < size; ++k) {
            value = value << 8 | octets_[i + (big_ ? k : size - 1 - k)];
        }
        return value;
    }

    Octets octets_;
    bool big_;
};

std::optional<Packet> readPacketBlock(std::uint32_t type, Octets block, bool big) {
    constexpr std::size_t kFixed = 28;  // up to the data, of an Enhanced Packet Block
    const Numbers numbers(block, big);
    if (type == 3) {
        if (block.size() < 16) return std::nullopt;
        const std::uint32_t wire = numbers.at32(8);
        return Packet{0, wire, block.subspan(12, std::min<std::size_t>(wire, block.size() - 16))};
    }
    if (block.size() < kFixed + 4) return std::nullopt;
    const std::uint32_t captured = numbers.at32(20);
    if (captured > block.size() - kFixed - 4) return std::nullopt;
    const std::uint64_t time = std::uint64_t{numbers.at32(12)} << 32 | numbers.at32(16);
    return Packet{time, numbers.at32(24), block.subspan(kFixed, captured)};
}

Packets listPcapng(Octets file) {
    std::vector<Packet> packets;
    bool big = false;
    while (file.size() >= 12) {
        if (Numbers(file, false).at32(0) == kSection) big = file[8] == 0x1a;
        const Numbers numbers(file, big);
        const std::uint32_t size = numbers.at32(4);
        if (size < 12 || size % 4 != 0) return std::nullopt;
        if (size > file.size()) break;
        const std::uint32_t type = numbers.at32(0);
        if (type == 2 || type == 3 || type == 6) {
            const auto packet = readPacketBlock(type, file.first(size), big);
            if (!packet) return std::nullopt;
            packets.push_back(*packet);
        }
        file = file.subspan(size);
    }
    return packets;
}

Packets listPcap(Octets file, bool big) {
    constexpr std::size_t kFileHeader = 24, kRecordHeader = 16;
    std::vector<Packet> packets;
    if (file.size() < kFileHeader) return std::nullopt;
    file = file.subspan(kFileHeader);
    while (file.size() >= kRecordHeader) {
        const Numbers numbers(file, big);
        const std::uint32_t captured = numbers.at32(8);
        if (captured > file.size() - kRecordHeader) break;
        const std::uint64_t time = std::uint64_t{numbers.at32(0)} << 32 | numbers.at32(4);
        packets.push_back({time, numbers.at32(12), file.subspan(kRecordHeader, captured)});
        file = file.subspan(kRecordHeader + captured);
    }
    return packets;
}

}  // namespace

Packets listPackets(Octets file) {
    if (file.size() < 12) return std::nullopt;
    if (Numbers(file, false).at32(0) == kSection) return listPcapng(file);
    for (const bool big : {false, true}) {
        const std::uint32_t magic = Numbers(file, big).at32(0);
        if (magic == 0xa1b2c3d4 || magic == 0xa1b23c4d) return listPcap(file, big);
    }
    return std::nullopt;
}

}  // namespace finrst
