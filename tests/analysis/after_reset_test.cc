// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"
#include "report/ladder.h"

#include <gtest/gtest.h>

namespace finrst {
namespace {

TEST(AfterReset, LaterSegmentsMeetNoSocket) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(100);
    const Reset& first = tcp.server().aborts();
    tcp.client().fin();
    const Reset& second = tcp.server().resetsPassively();
    EXPECT_EQ(second.verdict, Verdict::kAfterReset);
    EXPECT_EQ(second.certainty, Certainty::kCertain);
    EXPECT_EQ(second.first_reset_frame, first.frame);
    EXPECT_FALSE(second.isAffected());
}

// What came before the FIN was reset as well, not lost: there is no gap.
TEST(AfterReset, FinBehindDataThatWasResetHasNoGap) {
    for (const std::uint32_t octets : {0u, 7u}) {
        Conversation tcp;
        tcp.handshake();
        tcp.request();
        tcp.client().fin();
        tcp.after(41ms).server().acks();
        const Segment data = tcp.server().sends(31);
        tcp.client().resetsPassively(data);
        const Segment more = tcp.server().sends(10);
        EXPECT_EQ(tcp.client().resetsPassively(more).trigger, Trigger::kData);
        tcp.server().fin(octets);
        EXPECT_EQ(tcp.client().resetsPassively().trigger,
                  octets == 0 ? Trigger::kFin : Trigger::kFinData);
    }
}

// RFC 5961, 3: a RST with other numbers than the next is ignored, and then its sender goes on.
TEST(AfterReset, ResetThatWasIgnoredIsOnlyPossible) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(100);
    const Reset& reset = tcp.server().seq(SequenceNumber(1234)).resetsBarely();
    EXPECT_EQ(reset.contradiction_frame, 0u);
    const Segment answer = tcp.after(40ms).server().acks();
    EXPECT_EQ(reset.contradiction_frame, answer.frame);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_NE(reset.verdict, Verdict::kMiddlebox);
}

TEST(AfterReset, PeerThatWasResetAnswersWithResetToo) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().aborts();
    tcp.client().sends(10);
    EXPECT_EQ(tcp.server().resetsPassively().verdict, Verdict::kAfterReset);
}

// A packet filter lets some segments past the socket, which lives (nf_conntrack: INVALID). Its next
// segment acknowledges nothing new.
TEST(AfterReset, SocketThatSentOnPerhapsLives) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Segment data = tcp.client().sends(100);
    tcp.server().resetsPassively();
    tcp.server().with([&](Segment& s) { s.ack = data.seq; }).acks();
    tcp.client().sends(100);
    const Reset& second = tcp.server().resetsPassively();
    EXPECT_EQ(second.verdict, Verdict::kAfterReset);
    EXPECT_EQ(second.certainty, Certainty::kPossible);
}

TEST(AfterReset, PeerThatWasResetAnswersAnAckToo) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Segment data = tcp.client().sends(100);
    tcp.server().resetsPassively();
    const Segment ack = tcp.server().with([&](Segment& s) { s.ack = data.seq; }).acks();
    const Reset& second = tcp.client().resetsPassively(ack);
    EXPECT_EQ(second.verdict, Verdict::kAfterReset);
    EXPECT_EQ(second.trigger, Trigger::kAck);
    EXPECT_EQ(second.trigger_frame, ack.frame);
}

// A stale segment was reset with numbers that the connection ignores: it goes on, and its own end
// is judged by itself.
TEST(AfterReset, IsNotSaidWhereTheFirstResetWasIgnored) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.server().seq(SequenceNumber(1234)).resetsBarely();
    for (int i = 0; i < 3; ++i) {
        tcp.after(1s);
        tcp.request();
    }
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_TRUE(reset.isAffected());
}

// A dialog may still show it while packets are captured.
TEST(AfterReset, AnIgnoredResetHasItsLadder) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Reset& ignored = tcp.server().seq(SequenceNumber(1234)).resetsBarely();
    for (int i = 0; i < 3; ++i) {
        tcp.after(1s);
        tcp.request();
    }
    const CaptureAnalysis& analysis = tcp.capture().analysis();
    ASSERT_FALSE(analysis.connectionOf(ignored).isReset());
    EXPECT_EQ(ladder(analysis, ignored).back().frame, ignored.frame);
}

// RFC 5961, 3.2: its receiver did not take it, so that its sender's peer goes on.
TEST(AfterReset, IsNotSaidBehindAForgedResetThatTheReceiverDidNotTake) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().ttl(30).with([](Segment& s) { s.seq = s.seq + 5000; }).aborts();
    tcp.client().sends(100);
    const Reset& reset = tcp.after(1s).server().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
}

// The socket that answered after it was there when the first reset came from somebody else.
TEST(AfterReset, IsNotSaidWhereTheSocketWentOnAfterTheFirst) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(100);
    tcp.server().resetsPassively();
    tcp.server().acks();
    tcp.client().aborts();
    const Reset& second = tcp.capture().analysis().resets().back();
    EXPECT_EQ(second.verdict, Verdict::kAbort);
}

TEST(MayBeReset, SegmentsOfTheFourTupleThatWasReset) {
    Capture capture;
    Conversation tcp(capture, {.client_port = 40'000});
    Conversation other(capture, {.client_port = 40'001});
    tcp.handshake();
    other.handshake();
    const Segment before = tcp.client().fin();
    EXPECT_FALSE(capture.analysis().mayBeReset(before));
    tcp.server().resetsPassively();

    EXPECT_TRUE(capture.analysis().mayBeReset(before));
    EXPECT_TRUE(capture.analysis().mayBeReset(tcp.server().acks()));
    EXPECT_FALSE(capture.analysis().mayBeReset(other.client().fin()));
    Segment elsewhere = before;
    elsewhere.destination = Address::fromV4("\x0a\x00\x00\x63");
    EXPECT_FALSE(capture.analysis().mayBeReset(elsewhere));
}

}  // namespace
}  // namespace finrst
