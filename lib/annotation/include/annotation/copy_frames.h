// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/captured_packet.h"
#include "capture/save.h"
#include "capture/segment_decoder.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace finrst {

/// Gathers the frames that a copy keeps: of a packet that came in fragments, all of them.
class CopyFrames {
  public:
    /// Takes the packet that `decoder` decoded last.
    void add(const CapturedPacket& packet, const SegmentDecoder& decoder);
    /// In ascending order, each once.
    std::vector<std::uint32_t> take();

  private:
    std::vector<std::uint32_t> frames_;
};

/// `frames` of `capture`, in ascending order, and for each in which the last fragment of a packet
/// came the others. Reads the capture; empty: `progress` cancelled that.
std::optional<std::vector<std::uint32_t>> withFragments(const std::filesystem::path& capture,
                                                        const std::vector<std::uint32_t>& frames,
                                                        const Progress& progress);

}  // namespace finrst
