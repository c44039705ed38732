// SPDX-License-Identifier: GPL-2.0-or-later
#include "format/block_reader.h"

#include "format/block_check.h"

namespace finrst {

namespace {

constexpr std::uint32_t kOrderMagic = 0x1a2b3c4d;
constexpr std::size_t kThroughMagic = 12;
constexpr std::size_t kSmallestBlock = Block::kHeadSize + Block::kTailSize;

/// Where the tail of a block can end at the earliest, if its other fields are right.
std::size_t earliestEnd(BlockType type, ByteView block, ByteOrder order) {
    constexpr std::size_t kCapturedAt = 20;  // of both packet blocks with a time stamp
    constexpr std::size_t kSmallestPacketBlock = 32;
    if (type != BlockType::kPacket && type != BlockType::kOldPacket) return kSmallestBlock;
    if (block.size() < kSmallestPacketBlock) return kSmallestPacketBlock;
    return kSmallestPacketBlock + padded(load<std::uint32_t>(block.data() + kCapturedAt, order));
}

/// A block that was cut has no tail. If there is one, at the place where its own value says, the
/// length at the begin is damaged, and whole blocks may follow.
bool hasTail(BlockType type, ByteView cut_block, ByteOrder order) {
    for (std::size_t end = earliestEnd(type, cut_block, order); end <= cut_block.size(); end += 4) {
        const std::uint8_t* tail = cut_block.data() + end - Block::kTailSize;
        if (load<std::uint32_t>(tail, order) == end) return true;
    }
    return false;
}

}  // namespace

Status damagedAt(std::uint64_t position, const std::string& what) {
    return fail(SaveError::kDamaged,
                "The capture is damaged near octet " + std::to_string(position) + ": " + what + ".",
                "`editcap -F pcapng <capture> <copy>` may rescue the packets before that place.");
}

Status checkSection(const Block& block, std::uint64_t position) {
    constexpr std::size_t kFixed = 24;
    constexpr std::size_t kVersionAt = 12;
    if (block.bytes.size() < kFixed + Block::kTailSize) {
        return damagedAt(position, "a section header is too short");
    }
    const auto major = load<std::uint16_t>(block.bytes.data() + kVersionAt, block.order);
    const auto minor = load<std::uint16_t>(block.bytes.data() + kVersionAt + 2, block.order);
    if (major != 1 || (minor != 0 && minor != 2)) {
        return fail(SaveError::kUnsupported,
                    "The capture is of pcapng version " + std::to_string(major) + "." +
                        std::to_string(minor) + ", which is not known here.",
                    "Look for a newer version of finrst.");
    }
    const ByteView options =
        block.bytes.subspan(kFixed, block.bytes.size() - kFixed - Block::kTailSize);
    const char* damage = findOptionDamage(block.type, options, block.order);
    return damage == nullptr ? Status{} : damagedAt(position, damage);
}

const Status& BlockReader::damaged(const char* what) {
    failure_ = damagedAt(block_position_, what);
    return failure_;
}

const Status& BlockReader::readSectionOrder() {
    const std::uint8_t* magic = input_.available().data() + Block::kHeadSize;
    if (load<std::uint32_t>(magic, ByteOrder::kLittle) == kOrderMagic) {
        order_ = ByteOrder::kLittle;
    } else if (load<std::uint32_t>(magic, ByteOrder::kBig) == kOrderMagic) {
        order_ = ByteOrder::kBig;
    } else {
        return damaged("a section header has no byte-order magic");
    }
    in_section_ = true;
    return kSuccess;
}

const Status& BlockReader::next(Block* block, Reading* reading) {
    input_.consume(block_size_);
    block_size_ = 0;
    block_position_ = input_.position();
    *reading = Reading::kCutShort;
    if (const Status& status = input_.fill(kThroughMagic); !status.ok()) return status;
    const std::size_t size = input_.available().size();
    if (size == 0 && !input_.isCutShort()) *reading = Reading::kEnd;
    if (size < kThroughMagic) return kSuccess;

    // The type of a section header reads the same in both byte orders.
    const std::uint8_t* head = input_.available().data();
    block->type = BlockType{load<std::uint32_t>(head, order_)};
    if (block->type == BlockType::kSection) {
        if (const Status& status = readSectionOrder(); !status.ok()) return status;
    }
    if (!in_section_) return damaged("it does not begin with a section header");
    block->order = order_;

    // As Wireshark does: some writers did not count the padding in the total length.
    const auto total = load<std::uint32_t>(head + 4, order_);
    if (total < kSmallestBlock) return damaged("a block is shorter than its own header");
    if (total > kLargestItem) return damaged("a block is larger than any can be");
    const std::size_t whole = padded(total);
    if (const Status& status = input_.fill(whole); !status.ok()) return status;
    if (input_.available().size() < whole) {
        const bool is_cut =
            whole <= kLargestCutItem && !hasTail(block->type, input_.available(), order_);
        return is_cut ? kSuccess : damaged("a block reaches past the end of the file");
    }
    block->bytes = input_.available().first(whole);
    const std::uint8_t* tail = block->bytes.data() + whole - Block::kTailSize;
    if (padded(load<std::uint32_t>(tail, order_)) != whole) {
        return damaged("the two lengths of a block differ");
    }
    block_size_ = whole;
    *reading = Reading::kItem;
    return kSuccess;
}

}  // namespace finrst
