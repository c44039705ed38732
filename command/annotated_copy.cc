// SPDX-License-Identifier: GPL-2.0-or-later
#include "annotated_copy.h"

#include "annotation/annotations.h"
#include "annotation/copy_frames.h"
#include "capture/capture_stream.h"
#include "capture/segment_decoder.h"
#include "places/interface_places.h"
#include "report/copy_selection.h"

#include <cstdio>
#include <optional>
#include <utility>
#include <vector>

namespace finrst {

namespace {

/// By a second reading.
std::vector<std::uint32_t> selectedFrames(const CaptureAnalysis& analysis,
                                          const std::filesystem::path& capture, Select select,
                                          PacketFilter& filter) {
    const bool has_places = !analysis.told().empty();
    CopyFrames frames;
    CaptureStream stream({capture});
    SegmentDecoder decoder;
    std::optional<CopySelection> selection;
    if (select != Select::kAll) selection.emplace(analysis, select);
    for (CapturedPacket packet; stream.next(&packet);) {
        if (!filter.matches(packet)) continue;
        std::optional<Segment> segment = decoder.decode(packet);
        if (segment && has_places) segment->place = InterfacePlaces::numberOf(packet.interface);
        const bool is_taken =
            !selection || (segment && selection->takes(analysis.findConnection(*segment)));
        if (is_taken) frames.add(packet, decoder);
    }
    return frames.take();
}

}  // namespace

int writeCopy(const CaptureAnalysis& analysis, std::vector<HostFinding> hosts,
              const std::filesystem::path& capture, std::uint64_t frames, const CopyWish& wish,
              PacketFilter& filter) {
    AnnotationMaker maker(analysis, std::move(hosts));
    while (maker.step()) {
    }
    Annotations annotations = maker.take();
    if (wish.select != Select::kAll || !filter.letsAllPass()) {
        annotations.frames = selectedFrames(analysis, capture, wish.select, filter);
    }
    const SaveResult result =
        save(requestFor(capture, frames, wish, std::move(annotations)), Progress());
    if (!result.ok()) {
        std::fprintf(stderr, "finrst: %s\n", result.status.message.c_str());
        return 1;
    }
    for (const std::string& warning : result.warnings) {
        std::fprintf(stderr, "finrst: %s: %s\n", wish.path.string().c_str(), warning.c_str());
    }
    return 0;
}

}  // namespace finrst
