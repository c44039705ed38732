// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/captured_packet.h"
#include "capture/recorded_interface.h"
#include "format/block_reader.h"
#include "format/packet_block.h"
#include "format/pcap_reader.h"

#include <optional>
#include <string>
#include <vector>

namespace finrst {

/// The packets of one capture, of whichever format.
class PacketReader {
  public:
    /// Opens a file, a pipe, or "-", standard input, and reads what tells its format.
    Status open(const std::filesystem::path& path);
    /// Reads the next packet, which stays valid until the next call, and so does the status. What
    /// is no packet but counts as a frame of Wireshark's is numbered, and passed over. After
    /// `kCutShort`, `kEnd` or an error there are no more.
    const Status& next(CapturedPacket* packet, Reading* reading);

    std::uint64_t frames() const { return frames_; }
    /// Packets that were not captured, as far as the file says so by now.
    std::uint64_t dropped() const;
    /// When the recorder stopped, if it says so, and how many packets it dropped, of each interface
    /// of the last section.
    std::optional<Time> recordedUntil() const;
    /// Those of the last section.
    std::vector<RecordedInterface> interfaces() const;
    const InputStream& input() const { return input_; }

  private:
    /// An interface of the current section of a pcapng file.
    struct Interface {
        std::uint32_t link_type = 0;
        std::uint32_t snaplen = 0;
        std::uint64_t units = 1'000'000;  ///< of a second: if_tsresol, draft-ietf-opsawg-pcapng 4.2
        std::int64_t offset = 0;          ///< if_tsoffset, seconds
        std::uint64_t dropped = 0;        ///< by its latest statistics
        std::optional<Time> recorded_until;  ///< the same, if they count what was dropped
        std::string name;
        std::string description;
        std::string filter;
    };

    const Status& nextOfPcap(CapturedPacket* packet, Reading* reading);
    const Status& nextOfPcapng(CapturedPacket* packet, Reading* reading);
    const Status& readSection(const Block& block);
    static Time timeAt(std::uint64_t value, std::uint64_t units, const Interface& interface);
    /// The block must be sound (block_check.h).
    void readInterface(const Block& block);
    void readStatistics(const Block& block);
    const Status& damaged(const char* what);
    const Status& readPacket(const Block& block, CapturedPacket* packet);

    InputStream input_;
    PcapReader pcap_{input_};
    PcapHeader header_;
    BlockReader blocks_{input_};
    bool is_pcapng_ = false;
    std::vector<Interface> interfaces_;
    std::uint64_t frames_ = 0;
    Time latest_{};                     // of the packets
    std::uint64_t dropped_before_ = 0;  // in sections before
    Status failure_;
};

}  // namespace finrst
