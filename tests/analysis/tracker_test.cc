// SPDX-License-Identifier: GPL-2.0-or-later
// What is over makes room, and nothing that is said depends on it.
#include "analysis/tracker.h"

#include "random_conversation.h"
#include "report/explanation.h"
#include "report/figures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace finrst {
namespace {

/// Keeps the resets of what was retired, by their frames in the capture.
class Archive : public RetirementListener {
  public:
    void retire(const CaptureAnalysis& analysis, const std::vector<bool>& retired) override {
        ++calls;
        connections += static_cast<std::size_t>(std::count(retired.begin(), retired.end(), true));
        for (const Reset& reset : analysis.resets()) {
            if (!retired[reset.connection]) continue;
            resets.emplace(analysis.frameInCapture(reset.frame), reset);
        }
    }

    std::size_t calls = 0;
    std::size_t connections = 0;
    std::map<std::uint64_t, Reset> resets;
};

/// Several thousand of them at once, which is more than a room of this size holds.
constexpr std::size_t kSmallRoom = 200'000;

TEST(Tracker, KeepsAllWhileThereIsRoom) {
    Archive archive;
    Tracker tracker({}, std::nullopt, archive);
    const std::vector<Segment> segments = busyDay();
    for (const Segment& segment : segments) tracker.add(segment);
    EXPECT_EQ(archive.connections, 0u);
    const std::size_t all = tracker.analysis().connections().size();
    tracker.finish();
    EXPECT_EQ(archive.connections, all);
    EXPECT_TRUE(tracker.analysis().connections().empty());
    EXPECT_EQ(tracker.givenUp(), 0u);
}

TEST(Tracker, SaysOfEachResetWhatIsSaidWithoutIt) {
    const std::vector<Segment> segments = busyDay();
    CaptureAnalysis whole;
    Archive archive;
    Tracker tracker({}, kSmallRoom, archive);
    std::size_t most = 0;
    for (const Segment& segment : segments) {
        whole.add(segment);
        tracker.add(segment);
        most = std::max(most, tracker.analysis().connections().size());
    }
    tracker.finish();
    EXPECT_EQ(tracker.givenUp(), 0u);
    EXPECT_LT(most, whole.connections().size() / 4);
    EXPECT_EQ(archive.connections, whole.connections().size());
    ASSERT_EQ(archive.resets.size(), whole.resets().size());
    for (const Reset& expected : whole.resets()) {
        const Reset& reset = archive.resets.at(expected.frame);
        EXPECT_EQ(reset.verdict, expected.verdict) << expected.frame;
        EXPECT_EQ(reset.certainty, expected.certainty) << expected.frame;
        EXPECT_EQ(reset.accepted, expected.accepted) << expected.frame;
        EXPECT_EQ(reset.first_reset_frame, expected.first_reset_frame) << expected.frame;
    }
}

/// Since the connection was reset first; 0: this is the first one.
std::uint32_t framesSinceFirst(const Reset& reset) {
    return reset.first_reset_frame == 0 ? 0 : reset.frame - reset.first_reset_frame;
}

/// In the middle of the day, the numbers of frames are beyond 32 bits.
TEST(Tracker, CountsFramesWithoutEnd) {
    const std::vector<Segment> segments = busyDay();
    const std::uint64_t before = (std::uint64_t{1} << 32) - segments.size() / 2;
    CaptureAnalysis whole;
    Archive archive;
    Tracker tracker({}, kSmallRoom, archive);
    for (Segment segment : segments) {
        whole.add(segment);
        tracker.add(segment, before + segment.frame);
    }
    tracker.finish();
    EXPECT_EQ(tracker.begunAnew(), 0u);
    ASSERT_EQ(archive.resets.size(), whole.resets().size());
    for (const Reset& expected : whole.resets()) {
        const Reset& reset = archive.resets.at(before + expected.frame);
        EXPECT_EQ(reset.verdict, expected.verdict) << expected.frame;
        EXPECT_EQ(reset.certainty, expected.certainty) << expected.frame;
        EXPECT_EQ(framesSinceFirst(reset), framesSinceFirst(expected)) << expected.frame;
    }
}

/// The frame number that users see as the figure of that name.
std::uint64_t frameIn(std::string_view name, const CaptureAnalysis& analysis, const Reset& reset) {
    for (const Figure<ResetItem>& figure : resetFigures()) {
        if (figure.name != name) continue;
        return std::get<std::uint64_t>(figure.value(ResetItem(analysis, reset)));
    }
    return 0;
}

TEST(Tracker, NamesFramesAsTheCaptureCountsThem) {
    constexpr std::uint64_t kBefore = (std::uint64_t{1} << 32) - 6;
    Archive archive;
    Tracker tracker({}, std::nullopt, archive);
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.server().acks();
    tcp.server().fin();
    tcp.client().resetsPassively();
    for (Segment segment : tcp.capture().segments()) {
        tracker.add(segment, kBefore + segment.frame);
    }
    const CaptureAnalysis& analysis = tracker.analysis();
    const Reset& reset = analysis.resets().back();
    const std::uint64_t frame = kBefore + tcp.capture().segments().back().frame;
    EXPECT_GT(frame, std::uint64_t{1} << 32);
    EXPECT_EQ(frameIn("frame.number", analysis, reset), frame);
    EXPECT_EQ(frameIn("finrst.own_fin_frame", analysis, reset), frame - 3);
    const std::string said = explain(analysis, reset).sentence;
    EXPECT_NE(said.find("frame " + std::to_string(frame - 3)), std::string::npos) << said;
    EXPECT_NE(said.find("frame " + std::to_string(frame - 1)), std::string::npos) << said;
}

TEST(Tracker, BeginsAnewWithWhatIsOpenForBillionsOfFrames) {
    Archive archive;
    Tracker tracker({}, std::nullopt, archive);
    Capture capture;
    Conversation old(capture, {.client_port = 50'000});
    old.handshake();
    const std::size_t first = capture.segments().size();
    old.request();
    Conversation young(capture, {.client_port = 50'001});
    young.handshake();
    const std::uint64_t later = Tracker::kLongestInFrames;
    const std::vector<Segment>& segments = capture.segments();
    for (std::size_t i = 0; i < segments.size(); ++i) {
        Segment segment = segments[i];
        tracker.add(segment, (i < first ? 0 : later) + segment.frame);
    }
    EXPECT_EQ(tracker.analysis().connections().size(), 2u);
    Segment next = segments.back();
    tracker.add(next, 2 * later + 1);
    EXPECT_EQ(tracker.begunAnew(), 1u);
    ASSERT_EQ(tracker.analysis().connections().size(), 1u);
    EXPECT_TRUE(tracker.analysis().connections()[0].sawHandshake());
}

TEST(Tracker, KeepsWhatIsBeforeAnOpenConnectionOnItsPorts) {
    Archive archive;
    Tracker tracker({}, 10 * sizeof(Connection), archive);
    Conversation tcp;
    for (std::uint32_t i = 0; i < 1000; ++i) {
        if (i > 0) tcp.reuse(1000 + i, 0);
        tcp.client().syn();
        tcp.server().resetsPassively();
        tcp.after(90s);
    }
    std::size_t most = 0;
    for (const Segment& segment : tcp.capture().segments()) {
        tracker.add(segment);
        most = std::max(most, tracker.analysis().connections().size());
    }
    EXPECT_LT(most, 12u);
    tracker.finish();
    EXPECT_EQ(archive.connections, 1000u);
}

TEST(Tracker, GivesUpTheQuietestWhereMemoryIsShort) {
    Archive archive;
    Tracker tracker({}, 100 * sizeof(Connection), archive);
    Capture capture;
    Conversation kept(capture, {.client_port = 50'000});
    kept.handshake();
    for (std::uint16_t i = 0; i < 1000; ++i) {
        Conversation open(capture, {.client_port = static_cast<std::uint16_t>(20'000 + i)});
        open.handshake();
        kept.request();
    }
    for (const Segment& segment : capture.segments()) tracker.add(segment);
    EXPECT_GT(tracker.givenUp(), 800u);
    EXPECT_LT(tracker.analysis().connections().size(), 100u);
    Segment reset = capture.segments().back();
    reset.flags = kRst | kAck;
    ASSERT_NE(tracker.add(reset), nullptr);
    const CaptureAnalysis& analysis = tracker.analysis();
    EXPECT_EQ(analysis.connectionOf(analysis.resets().back()).requests(), 1000u);
}

// Four of them fit where one connection would, and what is given up is counted.
TEST(Tracker, BoundsAFloodOfSyns) {
    constexpr std::size_t kConnections = 1000;
    constexpr std::uint16_t kFlood = 50'000;
    Archive archive;
    Tracker tracker({}, kConnections * sizeof(Connection), archive);
    Capture capture;
    for (std::uint16_t i = 0; i < kFlood; ++i) {
        Conversation(capture, {.client_port = i}).client().syn();
    }
    std::size_t most = 0;
    for (const Segment& segment : capture.segments()) {
        tracker.add(segment);
        most = std::max(most, tracker.analysis().connections().size());
    }
    EXPECT_GT(most, 4 * kConnections);
    EXPECT_LT(most, 6 * kConnections);
    EXPECT_EQ(tracker.givenUp(), kFlood - tracker.analysis().connections().size());
    tracker.finish();
    EXPECT_EQ(archive.connections, kFlood);
}

TEST(Tracker, TakesTheRoomThatOpenConnectionsNeed) {
    Archive archive;
    Tracker tracker({}, std::nullopt, archive);
    constexpr std::size_t kOpen = 2 * Tracker::kRoom / sizeof(LoneSyn);
    Segment syn;
    syn.flags = kSyn;
    syn.source = Address::fromV6(std::array<std::uint64_t, 2>{1, 1}.data());
    syn.destination = Address::fromV6(std::array<std::uint64_t, 2>{2, 2}.data());
    for (std::uint32_t i = 0; i < kOpen; ++i) {
        syn.frame = i + 1;
        syn.source_port = static_cast<std::uint16_t>(i);
        syn.destination_port = static_cast<std::uint16_t>(i >> 16);
        tracker.add(syn);
    }
    EXPECT_EQ(tracker.analysis().connections().size(), kOpen);
    EXPECT_EQ(archive.calls, 0u);
}

// Each from an address of its own.
TEST(Tracker, ForgetsTheHostsOfAFlood) {
    Archive archive;
    Tracker tracker({}, kSmallRoom, archive);
    std::size_t most = 0;
    for (std::uint32_t i = 0; i < 100'000; ++i) {
        const std::array<std::uint64_t, 2> words = {i, i};
        Segment syn;
        syn.frame = i + 1;
        syn.time = Time(i * 1s);
        syn.source = Address::fromV6(words.data());
        syn.flags = kSyn;
        tracker.add(syn);
        most = std::max(most, tracker.analysis().hosts().size());
    }
    EXPECT_LT(most, 1000u);
    EXPECT_EQ(tracker.givenUp(), 0u);
}

TEST(Tracker, EndsAStormOnOneConnection) {
    Archive archive;
    Tracker tracker({}, std::nullopt, archive);
    Conversation tcp;
    tcp.handshake();
    Segment reset = tcp.client().sends(1);
    for (const Segment& segment : tcp.capture().segments()) tracker.add(segment);
    reset.flags = kRst;
    std::size_t most = 0;
    for (std::uint32_t i = 0; i < 500'000; ++i) {
        ++reset.frame;
        reset.time += 1ms;
        tracker.add(reset);
        most = std::max(most, tracker.analysis().resets().size());
    }
    tracker.finish();
    EXPECT_LT(most * sizeof(Reset), 2 * Tracker::kRoom);
    EXPECT_EQ(archive.resets.size(), 500'000u);
}

// The bucket of a close that is not over is still there.
TEST(Tracker, CountsTheBucketsThatAreLeft) {
    Archive archive;
    Tracker tracker({}, 20 * sizeof(Connection), archive);
    Capture capture;
    for (std::uint16_t i = 0; i < 100; ++i) {
        Conversation tcp(capture, {.client_port = static_cast<std::uint16_t>(20'000 + i)});
        tcp.handshake();
        tcp.client().fin();
        tcp.after(41ms).server().acks();
        tcp.after(1s).server().fin();
        tcp.client().acks();
        tcp.after(10s);
    }
    std::uint32_t most = 0;
    for (const Segment& segment : capture.segments()) {
        tracker.add(segment);
        for (const Host& host : tracker.analysis().hosts()) {
            most = std::max(most, host.buckets.held());
        }
    }
    EXPECT_EQ(tracker.givenUp(), 0u);
    EXPECT_EQ(most, 6u) << "one each 11 s, for a minute";
}

}  // namespace
}  // namespace finrst
