// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis_run.h"

#include "annotated_copy.h"
#include "capture/segment_decoder.h"
#include "file_input.h"
#include "json_output.h"
#include "line_output.h"
#include "live_input.h"
#include "packet_filter.h"
#include "standard_output.h"
#include "text_output.h"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <memory>

namespace finrst {

namespace {

constexpr int kNothingRead = 1;
constexpr int kNotWritten = 1;
constexpr std::optional<std::size_t> kAllOfIt = std::numeric_limits<std::size_t>::max();

std::unique_ptr<Output> makeOutput(const Options& options, const std::string& name,
                                   const Sink& sink) {
    switch (options.output) {
        case OutputKind::kJson:
            return std::make_unique<JsonOutput>(sink);
        case OutputKind::kLines:
            return std::make_unique<LineOutput>(name, sink);
        default:
            return std::make_unique<TextOutput>(options.reports, options.isLive(), sink);
    }
}

/// Null where it cannot be opened, which standard error then says.
std::unique_ptr<Input> openInput(const Options& options) {
    if (!options.isLive()) return std::make_unique<FileInput>(options.files, options.progress);
    auto live = std::make_unique<LiveInput>(options);
    if (live->obstacle().empty()) return live;
    std::fprintf(stderr, "finrst: %s: %s\n", options.interface.c_str(), live->obstacle().c_str());
    return nullptr;
}

/// Takes packets until there are no more, or it is enough.
void readAll(const Options& options, Input& input, PacketFilter& filter, Tracker& tracker,
             Output& output, StandardOutput& out) {
    SegmentDecoder decoder;
    CapturedPacket packet;
    std::uint64_t left = options.count.value_or(std::numeric_limits<std::uint64_t>::max());
    while (left > 0 && !out.failed()) {
        const Input::Next next = input.next(&packet);
        if (next == Input::Next::kEnd) return;
        if (next == Input::Next::kPause) {
            out.flush();
            continue;
        }
        if (!filter.matches(packet)) continue;
        --left;
        const std::optional<Segment> segment = decoder.decode(packet);
        if (!segment) continue;
        const Reset* reset = tracker.add(*segment);
        if (reset != nullptr) output.announce(tracker.analysis(), *reset);
    }
}

/// False where the filter has no meaning for any of the packets.
bool tellMisfit(const PacketFilter& filter) {
    const std::string misfit = filter.misfit();
    if (misfit.empty()) return true;
    std::fprintf(stderr, "finrst: --filter: %s\n", misfit.c_str());
    return filter.hasFitted();
}

void tellGivenUp(const Tracker& tracker) {
    if (tracker.givenUp() == 0) return;
    std::fprintf(stderr,
                 "finrst: %llu connections that were open were given up for want of memory: "
                 "--memory gives more.\n",
                 static_cast<unsigned long long>(tracker.givenUp()));
}

}  // namespace

int run(const Options& options) {
    // A live capture is filtered by the kernel.
    PacketFilter filter(options.isLive() ? "" : options.filter);
    if (const std::string problem = filter.problem(); !problem.empty()) {
        std::fprintf(stderr, "finrst: --filter: %s\n", problem.c_str());
        return 1;
    }
    const std::unique_ptr<Input> input = openInput(options);
    if (!input) return 1;
    StandardOutput out;
    const std::unique_ptr<Output> output = makeOutput(options, input->name(), out.sink());
    // A copy has comments on any of its frames.
    const auto memory = options.wantsCopy() ? kAllOfIt : options.memory;
    Tracker tracker(options.settings, memory, *output);
    readAll(options, *input, filter, tracker, *output, out);
    const int read = input->tellProblems();
    if (read == kNothingRead || !tellMisfit(filter)) return kNothingRead;
    int written = 0;
    if (options.wantsCopy()) {
        written = writeCopy(tracker.analysis(), options.files.front(), input->frames(),
                            options.copy, filter);
    }
    tracker.finish();
    output->end(tracker.analysis(), {input->frames(), input->dropped()});
    out.flush();
    tellGivenUp(tracker);
    if (output->lacksFlows()) {
        std::fputs("finrst: Flows are missing: there is no room for them in /tmp.\n", stderr);
    }
    const bool is_whole = !out.failed() && !output->lacksFlows();
    return std::max({read, written, is_whole ? 0 : kNotWritten});
}

}  // namespace finrst
