// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/status.h"
#include "format/block.h"
#include "format/input_stream.h"

namespace finrst {

/// Where a reader of blocks or records stands.
enum class Reading : std::uint8_t {
    kItem,
    kEnd,
    kCutShort,  ///< the content ends within an item that may well be right
};

/// The largest block or record that is believed: Wireshark's largest packet (D-Bus, 128 MiB) and
/// room for options.
constexpr std::uint32_t kLargestItem = (128u << 20) + (256u << 10);

/// The largest item that a file may end in the middle of and still count as cut short: an ordinary
/// packet of Wireshark's largest size (256 KiB) and room for options. A larger one is taken for a
/// damaged length, behind which other packets may lie.
constexpr std::uint32_t kLargestCutItem = (256u << 10) + (128u << 10);

/// Finds the blocks of a pcapng file, in the byte order of their section.
class BlockReader {
  public:
    explicit BlockReader(InputStream& input) : input_(input) {}

    /// Reads the next block. It and the status stay valid until the next call.
    const Status& next(Block* block, Reading* reading);
    /// Where the block that `next` gave begins, in the unpacked content.
    std::uint64_t blockPosition() const { return block_position_; }

  private:
    const Status& readSectionOrder();
    const Status& damaged(const char* what);

    InputStream& input_;
    ByteOrder order_ = ByteOrder::kLittle;
    bool in_section_ = false;
    std::size_t block_size_ = 0;
    std::uint64_t block_position_ = 0;
    Status failure_;
};

/// Whether a section header (draft-ietf-opsawg-pcapng 4.1) at `position` is sound and of a version
/// that is known.
Status checkSection(const Block& block, std::uint64_t position);

/// "<file> is damaged near octet <position>: <what>", and what to do.
Status damagedAt(std::uint64_t position, const std::string& what);

}  // namespace finrst
