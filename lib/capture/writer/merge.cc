// SPDX-License-Identifier: GPL-2.0-or-later
#include "capture/merge.h"

#include "capture/capture_stream.h"

#include <utility>
#include <vector>

namespace finrst {

Status mergeCaptures(std::span<const MergedCapture> captures, const std::filesystem::path& output) {
    GrowingCaptureWish wish;
    wish.output = output;
    wish.sources.clear();
    std::vector<std::filesystem::path> files;
    for (const MergedCapture& capture : captures) {
        wish.sources.push_back(capture.source);
        files.push_back(capture.file);
    }
    GrowingCapture merged(std::move(wish));
    Status status = merged.create();
    if (status.ok()) status = merged.begin();
    CaptureStream stream(files);
    CommentedPacket packet;
    while (status.ok() && stream.next(&packet.packet)) status = merged.append({&packet, 1});
    for (std::uint32_t i = 0; i < captures.size() && status.ok(); ++i) {
        if (!captures[i].recorded_until) continue;
        status = merged.appendStatistics(i, *captures[i].recorded_until, captures[i].dropped);
    }
    return status;
}

}  // namespace finrst
