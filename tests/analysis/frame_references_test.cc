// SPDX-License-Identifier: GPL-2.0-or-later
// The frame numbers in texts, for a copy that holds only some frames of the capture.

#include "report/frame_references.h"

#include <gtest/gtest.h>

#include <vector>

namespace finrst {
namespace {

const std::vector<std::uint32_t> kKept = {7, 12, 300};

TEST(FrameReferences, FramesGetTheirNumbersInTheCopy) {
    EXPECT_EQ(renumberFrames("FIN in frame 12 was ACKed in frame 300, before frame 7", kKept),
              "FIN in frame 2 was ACKed in frame 3, before frame 1");
}

TEST(FrameReferences, OthersMayStandBeforeThem) {
    const std::vector<std::uint64_t> kept = {7, 12, 300};
    EXPECT_EQ(renumberFrames("FIN in frame 12, before frame 7, see frame 1", kept, 1000),
              "FIN in frame 1002, before frame 1001, see frame 1 of the whole capture");
}

TEST(FrameReferences, FramesThatAreNotInTheCopySaySo) {
    EXPECT_EQ(renumberFrames("first in frame 13).", kKept),
              "first in frame 13 of the whole capture).");
}

TEST(FrameReferences, FramesAreCountedFromTheFirstOfTheCapture) {
    EXPECT_EQ(countFrames("FIN in frame 12, 12 octets, before frame 7", 1ull << 32),
              "FIN in frame 4294967308, 12 octets, before frame 4294967303");
}

TEST(FrameReferences, OtherNumbersStay) {
    EXPECT_EQ(renumberFrames("12 frames, a frame of 12 octets, frame", kKept),
              "12 frames, a frame of 12 octets, frame");
}

}  // namespace
}  // namespace finrst
