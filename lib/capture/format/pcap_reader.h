// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/block_reader.h"

#include <cstdint>

namespace finrst {

/// The header of a pcap file, draft-ietf-opsawg-pcap, section 4, and its variants.
struct PcapHeader {
    static constexpr std::size_t kSize = 24;

    ByteOrder order = ByteOrder::kLittle;
    bool has_nanoseconds = false;
    /// The size of a record's header. Some Linux distributions and Nokia had more in it.
    std::size_t record_head = 16;
    /// Before version 2.4, writers put the lengths of a record in either order.
    bool lengths_may_be_swapped = false;
    std::uint32_t snaplen = 0;
    std::uint32_t link_type = 0;
    int fcs_octets = -1;  ///< of the frame check sequence behind each packet; -1: not given
};

/// One packet record, section 5, where it lies in the reader's buffer.
struct PcapRecord {
    std::uint32_t seconds = 0;
    std::uint32_t fraction = 0;  ///< microseconds or nanoseconds
    std::uint32_t wire_length = 0;
    ByteView data;
};

class PcapReader {
  public:
    explicit PcapReader(InputStream& input) : input_(input) {}

    /// Refuses versions other than 2.0 to 2.4.
    Status readHeader(PcapHeader* header);
    /// Reads the next record. It and the status stay valid until the next call.
    const Status& next(PcapRecord* record, Reading* reading);

  private:
    /// The header of a record; `data` is not set.
    struct Head {
        PcapRecord record;
        std::uint32_t captured = 0;
    };
    Head readHead(const std::uint8_t* bytes) const;
    bool isPlausible(const Head& head) const;
    /// Whether the first records are sound with headers of that size.
    bool readsWith(std::size_t record_head);
    /// Whether it is a record although more was captured than was on the wire, as some writers have
    /// it: another one, or the end, must follow.
    bool isFollowed(const Head& head);

    InputStream& input_;
    PcapHeader header_;
    std::size_t record_size_ = 0;
    Status failure_;
};

}  // namespace finrst
