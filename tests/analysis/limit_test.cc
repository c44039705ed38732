// SPDX-License-Identifier: GPL-2.0-or-later
// More connections than Settings::max_connections.
#include "conversation.h"
#include "report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace finrst {
namespace {

using testing::HasSubstr;

Conversation::Setup onPort(std::uint16_t port) {
    return {.client_port = port};
}

void refusedFrom(Capture& capture, std::uint16_t port) {
    Conversation tcp(capture, onPort(port));
    tcp.client().syn();
    tcp.server().resetsPassively();
}

TEST(Limit, ConnectionsBeyondItAreCountedOnly) {
    Capture capture({.max_connections = 2});
    refusedFrom(capture, 40'001);
    refusedFrom(capture, 40'002);
    Conversation third(capture, onPort(40'003));
    third.client().syn();
    EXPECT_EQ(capture.analysis().latestConnection(), kNoIndex);
    Segment reset = capture.segments()[1];
    reset.destination_port = 40'003;
    EXPECT_EQ(capture.add(reset), nullptr);
    EXPECT_EQ(capture.analysis().connections().size(), 2u);
    EXPECT_EQ(capture.analysis().resets().size(), 2u);
    EXPECT_EQ(capture.analysis().leftOut().segments, 2u);
    EXPECT_EQ(capture.analysis().leftOut().resets, 1u);
    EXPECT_EQ(capture.analysis().findReset(capture.segments().back()), nullptr);
    EXPECT_EQ(capture.analysis().findConnection(capture.segments().back()), kNoIndex);
}

TEST(Limit, ConnectionsWithinItAreAnalysedToTheirEnd) {
    Capture capture({.max_connections = 1});
    Conversation first(capture, onPort(40'001));
    first.handshake();
    Conversation second(capture, onPort(40'002));
    second.handshake();
    first.client().fin();
    first.after(41ms).server().acks();
    first.after(300ms).server().fin();
    EXPECT_EQ(first.client().resetsPassively().verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(capture.analysis().leftOut().segments, 3u);
}

// Segments of the new connection must not count as those of the old one.
TEST(Limit, FourTupleThatIsUsedAnewIsLeftOutFromThere) {
    Capture capture({.max_connections = 1});
    Conversation tcp(capture, onPort(40'001));
    tcp.handshake();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.after(300ms).server().fin();
    tcp.client().resetsPassively();
    const Segment old = capture.segments().back();
    tcp.after(2s).reuse(7'000'000, 8'000'000);
    tcp.handshake();
    const CaptureAnalysis& analysis = capture.analysis();
    EXPECT_EQ(analysis.leftOut().segments, 3u);
    EXPECT_EQ(analysis.findConnection(capture.segments().back()), kNoIndex);
    EXPECT_EQ(analysis.findConnection(old), 0u);
    EXPECT_NE(analysis.findReset(old), nullptr);
}

TEST(Limit, BoundsTheHosts) {
    Capture capture({.max_connections = 3});
    refusedFrom(capture, 40'000);
    for (std::uint8_t i = 0; i < 200; ++i) {
        Segment syn = capture.segments().front();
        const std::array<std::uint8_t, 4> address = {10, 9, 9, i};
        syn.source = Address::fromV4(address.data());
        capture.add(syn);
    }
    EXPECT_EQ(capture.analysis().hosts().size(), 4u);
    EXPECT_EQ(capture.analysis().leftOut().segments, 198u);
}

TEST(Limit, IsToldInTheDiagnosis) {
    Capture capture({.max_connections = 1});
    refusedFrom(capture, 40'001);
    const auto mentions = testing::Contains(HasSubstr("finrst.max_connections"));
    EXPECT_THAT(makeReport(capture.analysis()).diagnosis, testing::Not(mentions));
    Conversation second(capture, onPort(40'002));
    second.client().syn();
    const Report report = makeReport(capture.analysis());
    EXPECT_THAT(report.diagnosis, mentions);
    EXPECT_THAT(report.diagnosis.back(), HasSubstr("1 segment of the others, 0 RSTs among them"));
    EXPECT_EQ(report.segments, 3u);
}

}  // namespace
}  // namespace finrst
