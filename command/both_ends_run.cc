// SPDX-License-Identifier: GPL-2.0-or-later
#include "both_ends_run.h"

#include "capture/segment_decoder.h"
#include "file_input.h"
#include "make_output.h"
#include "packet_filter.h"
#include "places/joined_places.h"
#include "standard_output.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace finrst {

namespace {

constexpr int kNothingRead = 1;

/// The file's name, or its path where two files have one name.
std::string nameOf(const std::filesystem::path& file, const Options& options) {
    const auto same =
        std::count_if(options.files.begin(), options.files.end(),
                      [&](const auto& other) { return other.filename() == file.filename(); });
    return same > 1 ? file.string() : file.filename().string();
}

/// Reads all of the capture of a place. Returns the exit status.
int readPlace(const std::filesystem::path& file, const Options& options, Place& place) {
    PacketFilter filter(options.filter);
    if (const std::string problem = filter.problem(); !problem.empty()) {
        std::fprintf(stderr, "finrst: --filter: %s\n", problem.c_str());
        return kNothingRead;
    }
    FileInput input({file}, options.progress);
    SegmentDecoder decoder;
    CapturedPacket packet;
    while (input.next(&packet) == Input::Next::kPacket) {
        place.wasRecorded(packet.time);
        if (!filter.matches(packet)) continue;
        const std::optional<Segment> segment = decoder.decode(packet);
        if (segment) place.add(*segment);
    }
    if (const std::optional<Time> until = input.recordedUntil()) {
        place.wasRecorded(*until);
        place.setLost(input.dropped());
    }
    return input.tellProblems();
}

}  // namespace

int runBothEnds(const Options& options) {
    std::vector<std::unique_ptr<Place>> places;
    int worst = 0;
    for (const std::filesystem::path& file : options.files) {
        places.push_back(std::make_unique<Place>(nameOf(file, options), options.settings));
        const int read = readPlace(file, options, *places.back());
        if (read == kNothingRead) return kNothingRead;
        worst = std::max(worst, read);
    }
    JoinedPlaces joined(std::move(places));
    if (const std::string refusal = joined.refusal(); !refusal.empty()) {
        std::fprintf(stderr, "finrst: %s\n", refusal.c_str());
        return kNothingRead;
    }
    joined.tell();
    StandardOutput out;
    const std::unique_ptr<Output> output =
        makeOutput(options, joined.places().front()->name(), out.sink());
    output->take(joined.findings());
    for (std::size_t i = 0; i < joined.places().size(); ++i) {
        output->retire(joined.places()[i]->analysis(), joined.toldBy(i));
    }
    output->end(joined.places().front()->analysis(), {});
    out.flush();
    return std::max(worst, out.failed() || output->lacksFlows() ? 1 : 0);
}

}  // namespace finrst
