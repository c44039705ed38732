// SPDX-License-Identifier: GPL-2.0-or-later
// A SYN that nobody answers takes little room, and nothing that is said depends on it.
#include "conversation.h"
#include "report/json.h"
#include "report/report.h"

#include <gtest/gtest.h>

#include <string>

namespace finrst {
namespace {

constexpr std::uint32_t kFlood = 1000;

void flood(Capture& capture) {
    for (std::uint16_t i = 0; i < kFlood; ++i) {
        Conversation tcp(capture, {.client_port = static_cast<std::uint16_t>(20'000 + i)});
        tcp.client().syn();
    }
}

std::string reportOf(const CaptureAnalysis& analysis) {
    std::string json;
    writeJson(analysis, makeReport(analysis), [&](std::string_view part) { json += part; });
    return json;
}

const Connections& connectionsOf(Conversation& tcp) {
    return tcp.capture().analysis().connections();
}

TEST(LoneSyn, IsASixthOfAConnection) {
    EXPECT_LE(6 * sizeof(LoneSyn), sizeof(Connection));
}

TEST(LoneSyn, OfAFloodStaysOneWhenReportsAreMade) {
    Capture capture;
    flood(capture);
    const Report report = makeReport(capture.analysis());
    EXPECT_EQ(report.connections, kFlood);
    EXPECT_EQ(capture.analysis().connections().loneSyns(), kFlood);
}

TEST(LoneSyn, IsReportedAsTheConnectionThatItIs) {
    Capture capture;
    flood(capture);
    const std::string of_lone = reportOf(capture.analysis());
    const Connections& connections = capture.analysis().connections();
    for (std::size_t i = 0; i < connections.size(); ++i) {
        EXPECT_EQ(connections[i].state(connections[i].client()), TcpState::kSynSent);
    }
    EXPECT_EQ(connections.loneSyns(), 0u);
    EXPECT_EQ(reportOf(capture.analysis()), of_lone);
}

TEST(LoneSyn, IsNoneWhenItIsAnswered) {
    Conversation tcp;
    const Segment syn = tcp.client().syn();
    EXPECT_TRUE(connectionsOf(tcp).isLoneSyn(0));
    tcp.server().synAck();
    EXPECT_FALSE(connectionsOf(tcp).isLoneSyn(0));
    EXPECT_EQ(connectionsOf(tcp)[0].firstFrame(), syn.frame);
    EXPECT_EQ(connectionsOf(tcp)[0].firstTime(), syn.time);
}

TEST(LoneSyn, IsNoneWhenItIsRefused) {
    Conversation tcp;
    const Segment syn = tcp.client().syn();
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kRefused);
    EXPECT_EQ(reset.trigger_frame, syn.frame);
    EXPECT_EQ(connectionsOf(tcp).loneSyns(), 0u);
}

TEST(LoneSyn, IsNoneWhenItIsRepeated) {
    Conversation tcp;
    const Segment syn = tcp.client().syn();
    const Segment again = tcp.after(1s).client().repeats(syn);
    EXPECT_FALSE(connectionsOf(tcp).isLoneSyn(0));
    EXPECT_EQ(connectionsOf(tcp)[0].latestTime(), again.time);
}

TEST(LoneSyn, IsNoneWhenItsSenderGoesOn) {
    Conversation tcp;
    tcp.client().syn();
    tcp.uncaptured().server().synAck();
    tcp.client().sends(100);
    EXPECT_FALSE(connectionsOf(tcp).isLoneSyn(0));
    EXPECT_TRUE(connectionsOf(tcp)[0].sawHandshake());
}

// Its place among the connections is that of its SYN, though it became whole after the others.
TEST(LoneSyn, KeepsItsPlace) {
    Capture capture;
    Conversation first(capture, {.client_port = 10'000});
    first.client().syn();
    flood(capture);
    const Segment answer = first.server().synAck();
    EXPECT_EQ(capture.analysis().findConnection(answer), 0u);
    for (const Segment& segment : capture.segments()) {
        const std::uint32_t expected = segment.frame == answer.frame ? 0 : segment.frame - 1;
        EXPECT_EQ(capture.analysis().findConnection(segment), expected);
    }
}

}  // namespace
}  // namespace finrst
