// SPDX-License-Identifier: GPL-2.0-or-later
#include "annotation/copy_frames.h"

#include "capture/capture_stream.h"

#include <algorithm>
#include <utility>

namespace finrst {

void CopyFrames::add(const CapturedPacket& packet, const SegmentDecoder& decoder) {
    frames_.push_back(static_cast<std::uint32_t>(packet.frame));
    for (const std::uint64_t frame : decoder.fragments()) {
        frames_.push_back(static_cast<std::uint32_t>(frame));
    }
}

std::vector<std::uint32_t> CopyFrames::take() {
    std::sort(frames_.begin(), frames_.end());
    frames_.erase(std::unique(frames_.begin(), frames_.end()), frames_.end());
    return std::exchange(frames_, {});
}

std::optional<std::vector<std::uint32_t>> withFragments(const std::filesystem::path& capture,
                                                        const std::vector<std::uint32_t>& frames,
                                                        const Progress& progress) {
    constexpr std::uint64_t kPacketsInAStep = 4096;
    CopyFrames all;
    CaptureStream stream({capture});
    SegmentDecoder decoder;
    auto next = frames.begin();
    for (CapturedPacket packet; next != frames.end() && stream.next(&packet);) {
        if (packet.frame % kPacketsInAStep == 0 &&
            !progress(stream.bytesRead(), stream.bytesTotal())) {
            return std::nullopt;
        }
        decoder.decode(packet);
        next = std::find_if(next, frames.end(),
                            [&](std::uint32_t frame) { return frame >= packet.frame; });
        if (next != frames.end() && *next == packet.frame) all.add(packet, decoder);
    }
    return all.take();
}

}  // namespace finrst
