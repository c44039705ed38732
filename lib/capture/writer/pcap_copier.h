// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/pcap_reader.h"
#include "writer/copy_job.h"

#include <string>
#include <vector>

namespace finrst {

/// Makes a pcap file a pcapng file.
class PcapCopier {
  public:
    explicit PcapCopier(CopyJob& job) : job_(job), reader_(job.input) {}

    /// The input must stand at its begin, the output be open.
    Status run();

  private:
    Status writeSection();
    Status writeInterface();
    Status copyRecord(const PcapRecord& record);
    Status writePacket(const PcapRecord& record, ByteView data);

    CopyJob& job_;
    PcapReader reader_;
    PcapHeader header_;
    std::vector<std::uint8_t> block_;
};

}  // namespace finrst
