// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/byte_order.h"

#include <cstdint>

namespace finrst {

/// Block types of draft-ietf-opsawg-pcapng, section 10.1, and those that Wireshark counts as
/// frames.
enum class BlockType : std::uint32_t {
    kInterface = 1,     ///< IDB, 4.2
    kOldPacket = 2,     ///< PB, appendix A
    kSimplePacket = 3,  ///< SPB, 4.4
    kNames = 4,         ///< NRB, 4.5
    kStatistics = 5,    ///< ISB, 4.6
    kPacket = 6,        ///< EPB, 4.3
    kJournal = 9,       ///< systemd journal export
    kSecrets = 10,      ///< DSB, 4.7
    kSysdigEvent = 0x204,
    kSysdigEvent2 = 0x216,
    kSysdigEvent2Large = 0x221,
    kCustom = 0xbad,  ///< 4.8, may be copied into other files
    kCustomNoCopy = 0x40000bad,
    kSection = 0x0a0d0d0a,  ///< SHB, 4.1
};

/// One block (section 3.1) where it lies in the reader's buffer.
struct Block {
    static constexpr std::size_t kHeadSize = 8;  ///< type and total length
    static constexpr std::size_t kTailSize = 4;  ///< the total length again

    BlockType type{};
    ByteOrder order = ByteOrder::kLittle;
    ByteView bytes;  ///< head and tail included

    ByteView body() const { return bytes.subspan(kHeadSize, bytes.size() - kHeadSize - kTailSize); }
};

/// Whether Wireshark shows the block as a packet, or as something else with a frame number.
constexpr bool countsAsFrame(BlockType type) {
    switch (type) {
        case BlockType::kPacket:
        case BlockType::kOldPacket:
        case BlockType::kSimplePacket:
        case BlockType::kJournal:
        case BlockType::kSysdigEvent:
        case BlockType::kSysdigEvent2:
        case BlockType::kSysdigEvent2Large:
        case BlockType::kCustom:
        case BlockType::kCustomNoCopy:
            return true;
        default:
            return false;
    }
}

}  // namespace finrst
