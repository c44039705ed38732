// SPDX-License-Identifier: GPL-2.0-or-later
// report_captures [-n] FILE...: prints the JSON document of captures that are taken as one stream,
// or with -n the number of packets and of TCP segments. What is wrong with a file goes to standard
// error; the exit status is 0 where all was read, 2 where a file was damaged.
#include "analysis/capture_analysis.h"
#include "capture/capture_stream.h"
#include "capture/segment_decoder.h"
#include "report/json.h"

#include <cstdio>
#include <cstring>

namespace {

using namespace finrst;

void print(const CaptureAnalysis& analysis) {
    ReportMaker maker(analysis, {});
    while (maker.step()) {
    }
    writeJson(analysis, maker.take(),
              [](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); });
}

int tell(const std::vector<FileProblem>& problems) {
    for (const FileProblem& problem : problems) {
        std::fprintf(stderr, "%s, behind %llu frames: %s\n", problem.file.c_str(),
                     static_cast<unsigned long long>(problem.frames),
                     problem.is_cut_short ? "cut short" : problem.status.message.c_str());
    }
    return problems.empty() ? 0 : 2;
}

}  // namespace

int main(int argc, char** argv) {
    const bool counts = argc > 1 && std::strcmp(argv[1], "-n") == 0;
    CaptureStream stream({argv + (counts ? 2 : 1), argv + argc});
    SegmentDecoder decoder;
    CaptureAnalysis analysis(Settings{});
    std::uint64_t packets = 0, segments = 0;
    for (CapturedPacket packet; stream.next(&packet); ++packets) {
        const std::optional<Segment> segment = decoder.decode(packet);
        if (!segment) continue;
        ++segments;
        if (!counts) analysis.add(*segment);
    }
    if (counts) {
        std::printf("%llu %llu\n", static_cast<unsigned long long>(packets),
                    static_cast<unsigned long long>(segments));
    } else {
        print(analysis);
    }
    return tell(stream.problems());
}
