// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/sent_segments.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace finrst {
namespace {

constexpr std::uint32_t kLength = 100;

/// One end that sends pieces of data of the same length.
class Sender {
  public:
    /// The piece of that number, once more or for the first time.
    void sends(std::uint32_t piece) { keep(piece, kLength, true); }
    /// An ACK of what the peer sent, behind so many pieces.
    void acks(std::uint32_t pieces) { keep(pieces, 0, false); }

    /// The frames of what waits for an answer, the oldest first.
    std::vector<std::uint32_t> waiting() const {
        std::vector<std::uint32_t> frames;
        sent.findUnanswered([&](const SentSegment& segment) {
            frames.push_back(segment.frame);
            return false;
        });
        return frames;
    }

    SentSegments sent;

  private:
    void keep(std::uint32_t piece, std::uint32_t length, bool waits) {
        Segment segment;
        segment.frame = ++frame_;
        segment.seq = SequenceNumber(kLength * piece);
        segment.length = length;
        segment.flags = kAck;
        sent.keep(segment, waits);
    }

    std::uint32_t frame_ = 0;
};

using Frames = std::vector<std::uint32_t>;

TEST(SentSegments, WaitInTheOrderInWhichTheyWereSent) {
    Sender sender;
    EXPECT_EQ(sender.sent.oldestUnanswered(), nullptr);
    for (const std::uint32_t piece : {0u, 1u, 2u}) sender.sends(piece);
    EXPECT_EQ(sender.waiting(), (Frames{1, 2, 3}));
    EXPECT_EQ(sender.sent.oldestUnanswered()->frame, 1u);
}

TEST(SentSegments, WaitOnWhenAnAckFollowsThem) {
    Sender sender;
    sender.sends(0);
    sender.acks(1);
    EXPECT_EQ(sender.waiting(), Frames{1});
    EXPECT_EQ(sender.sent.latest.frame, 2u);
}

TEST(SentSegments, RepeatedTakeThePlaceOfThoseBefore) {
    Sender sender;
    for (const std::uint32_t piece : {0u, 1u, 1u, 0u}) sender.sends(piece);
    EXPECT_EQ(sender.waiting(), (Frames{4, 3}));
    EXPECT_EQ(sender.sent.latest.frame, 4u);
    sender.sends(2);
    EXPECT_EQ(sender.waiting(), (Frames{4, 3, 5}));
}

TEST(SentSegments, WaitNoMoreOnceAcknowledged) {
    Sender sender;
    for (const std::uint32_t piece : {0u, 1u, 2u}) sender.sends(piece);
    sender.sent.dropAcknowledged(SequenceNumber(2 * kLength));
    EXPECT_EQ(sender.waiting(), Frames{3});
    sender.sent.dropAcknowledged(SequenceNumber(3 * kLength));
    EXPECT_EQ(sender.sent.oldestUnanswered(), nullptr);
    EXPECT_EQ(sender.sent.latest.frame, 3u);
}

TEST(SentSegments, WaitNoMoreOnceALaterOneIsAnswered) {
    Sender sender;
    for (const std::uint32_t piece : {0u, 1u, 2u}) sender.sends(piece);
    sender.sent.dropAnswered(2);
    EXPECT_EQ(sender.waiting(), Frames{3});
}

TEST(SentSegments, OfALongFlightAreTheFirstOnes) {
    Sender sender;
    for (std::uint32_t piece = 0; piece < SentSegments::kMost + 3; ++piece) sender.sends(piece);
    ASSERT_EQ(sender.waiting().size(), SentSegments::kMost);
    EXPECT_EQ(sender.waiting().back(), SentSegments::kMost);
}

}  // namespace
}  // namespace finrst
