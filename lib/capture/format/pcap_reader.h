// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/block_reader.h"

#include <cstdint>

namespace finrst {

/// The header of a pcap file, draft-ietf-opsawg-pcap, section 4.
struct PcapHeader {
    static constexpr std::size_t kSize = 24;

    ByteOrder order = ByteOrder::kLittle;
    bool has_nanoseconds = false;
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

    /// Refuses versions other than 2.4, whose records differ.
    Status readHeader(PcapHeader* header);
    /// Reads the next record. It stays valid until the next call.
    Status next(PcapRecord* record, Reading* reading);

  private:
    bool isPlausible(const PcapRecord& record, std::uint32_t captured) const;

    InputStream& input_;
    PcapHeader header_;
    std::size_t record_size_ = 0;
};

}  // namespace finrst
