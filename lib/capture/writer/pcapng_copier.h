// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/block_reader.h"
#include "format/packet_block.h"
#include "writer/copy_job.h"
#include "writer/kept_contents.h"

#include <optional>
#include <vector>

namespace finrst {

/// Copies a pcapng file block by block.
class PcapngCopier {
  public:
    explicit PcapngCopier(CopyJob& job) : job_(job), reader_(job.input) {}

    /// The input must stand at its begin, the output be open.
    Status run();

  private:
    struct Interface {
        std::uint32_t link_type;
        std::uint32_t snaplen;
    };

    Status copyBlock(const Block& block);
    Status copySection(const Block& block);
    Status copyInterface(const Block& block);
    Status copyFrame(const Block& block);
    Status copyPacket(const Block& block);
    Status copyPacketForOthers(const Block& block, const PacketBlock& packet);
    /// Puts the packet's options, edited, into `options_`; returns the number of new comments.
    std::size_t addOptions(const Block& block, const PacketBlock& packet);
    Status copyOther(const Block& block);
    Status copySecretsOfKept(const Block& block);
    Status copyNamesOfKept(const Block& block);
    Status gatherKept();
    /// The block with its options edited; they begin behind `fixed` octets.
    Status copyWithOptions(const Block& block, std::size_t fixed);
    Status damaged(const char* what) const;

    CopyJob& job_;
    BlockReader reader_;
    std::vector<Interface> interfaces_;  ///< of the current section
    bool is_first_section_ = true;
    std::optional<KeptContents> kept_;
    std::vector<std::uint8_t> block_;
    std::vector<std::uint8_t> options_;
    std::vector<std::uint8_t> blank_;
};

}  // namespace finrst
