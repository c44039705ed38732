// SPDX-License-Identifier: GPL-2.0-or-later
// libFuzzer's target for the analysis: scripts of segments, see segment_script.h.
#include "fuzz/invariants.h"
#include "fuzz/segment_script.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    finrst::Capture capture;
    finrst::ScriptPlayer player(capture);
    for (std::size_t i = 0; i < size; ++i) {
        // A report may be wanted at any time.
        if (i == size / 2) finrst::checkInvariants(capture.analysis(), capture.segments());
        player.play(static_cast<char>(data[i]));
    }
    finrst::checkInvariants(capture.analysis(), capture.segments());
    finrst::checkEquivalents(capture.segments());
    return 0;
}
