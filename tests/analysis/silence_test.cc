// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"

#include <gtest/gtest.h>

namespace finrst {
namespace {

Cause causeOf(const CaptureAnalysis& analysis, const Reset& reset) {
    return analysis.cause(reset);
}

TEST(Silence, IsCountedBeforeTheReset) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Reset& reset = tcp.after(350s).server().aborts();
    EXPECT_EQ(reset.idle_time, 350s + Capture::kBetweenFrames);
    EXPECT_TRUE(reset.evidence.has(Evidence::kSilentBeforeReset));
}

TEST(Silence, IsCountedBeforeWhatIsAnswered) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.after(350s).client().sends(100);
    const Segment first = tcp.capture().segments().back();
    tcp.client().sends(100);
    const Reset& reset = tcp.after(40ms).server().resetsPassively(first);
    EXPECT_EQ(reset.trigger_frame, first.frame);
    EXPECT_EQ(reset.idle_time, 350s + Capture::kBetweenFrames);
    EXPECT_TRUE(reset.evidence.has(Evidence::kSilentBeforeTrigger));
}

TEST(Silence, IsNotKnownBeforeTheFirstFrame) {
    Conversation tcp;
    tcp.client().sends(100);
    EXPECT_LT(tcp.server().resetsPassively().idle_time, 0s);
    Conversation alone;
    EXPECT_LT(alone.server().aborts().idle_time, 0s);
}

// A filter for SYN, FIN and RST left out what the ends said meanwhile.
TEST(Silence, IsNotKnownWhereOnlyFlagsWereCaptured) {
    Conversation tcp;
    tcp.client().syn();
    tcp.server().synAck();
    tcp.uncaptured().client().acks();
    EXPECT_LT(tcp.after(350s).server().aborts().idle_time, 0s);
}

TEST(Silence, IsNotKnownOfOneDirection) {
    Conversation tcp;
    tcp.server().sends(100);
    EXPECT_LT(tcp.after(350s).server().aborts().idle_time, 0s);
}

TEST(Silence, OfASecondResetIsNotTold) {
    Conversation tcp;
    tcp.handshake();
    tcp.server().aborts();
    EXPECT_LT(tcp.after(60s).server().aborts().idle_time, 0s);
}

/// A box without options and with a TTL of its own ends a connection after a silence.
const Reset& endsAfter(Capture& capture, Duration silence, std::uint16_t port) {
    Conversation tcp(capture, {.client_port = port});
    tcp.handshake();
    tcp.request();
    return tcp.after(silence).server().ttl(250).window(0).aborts();
}

TEST(IdleTimeout, RepeatsOverConnections) {
    Capture capture;
    const Reset& first = endsAfter(capture, 350s, 40'001);
    EXPECT_EQ(causeOf(capture.analysis(), first), Cause::kNone);
    endsAfter(capture, 350'200ms, 40'002);
    const Reset& third = endsAfter(capture, 351s, 40'003);
    for (const Reset* reset : {&first, &third}) {
        EXPECT_EQ(reset->verdict, Verdict::kMiddlebox);
        EXPECT_EQ(causeOf(capture.analysis(), *reset), Cause::kBoxIdleTimeout);
    }
    const CauseFinding found = capture.analysis().causeFinding(third);
    EXPECT_TRUE(found.evidence.has(Evidence::kSilenceRepeats));
}

/// A box that forgot a connection answers what comes after a silence, from nearer than the server.
const Reset& answersAfter(Capture& capture, Duration silence, std::uint16_t port) {
    Conversation tcp(capture, {.client_port = port});
    tcp.handshake();
    tcp.request();
    tcp.after(silence).client().sends(100);
    return tcp.server().ttl(240).resetsPassively();
}

TEST(IdleTimeout, EndsWithTheNextRequest) {
    Capture capture;
    const Reset& first = answersAfter(capture, 30'100ms, 40'001);
    answersAfter(capture, 30'400ms, 40'002);
    EXPECT_EQ(causeOf(capture.analysis(), first), Cause::kNone);
    answersAfter(capture, 31s, 40'003);
    EXPECT_EQ(first.verdict, Verdict::kMiddlebox);
    EXPECT_EQ(causeOf(capture.analysis(), first), Cause::kBoxIdleTimeout);
}

// A server that restarts forgets all of its connections, for however long they were silent.
TEST(IdleTimeout, IsNotSaidOfAServerThatAnswers) {
    Capture capture;
    for (std::uint16_t port = 40'001; port < 40'005; ++port) {
        Conversation tcp(capture, {.client_port = port});
        tcp.handshake();
        tcp.request();
        tcp.after(30'100ms).client().sends(100);
        const Reset& reset = tcp.server().resetsPassively();
        EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
        EXPECT_EQ(causeOf(capture.analysis(), reset), Cause::kUnknown);
    }
}

TEST(IdleTimeout, IsNotSaidOfAnyRepeatedSilence) {
    Capture capture;
    for (std::uint16_t port = 40'001; port < 40'004; ++port) endsAfter(capture, 333s, port);
    const Reset& last = endsAfter(capture, 333s, 40'004);
    EXPECT_EQ(causeOf(capture.analysis(), last), Cause::kNone);
}

// A program that aborts its idle connections itself.
TEST(IdleTimeout, IsNotSaidOfSockets) {
    Capture capture;
    for (std::uint16_t port = 40'001; port < 40'005; ++port) {
        Conversation tcp(capture, {.client_port = port});
        tcp.handshake();
        for (int i = 0; i < 3; ++i) tcp.request();
        const Reset& reset = tcp.after(300s).server().aborts();
        EXPECT_EQ(reset.verdict, Verdict::kAbort);
        EXPECT_NE(causeOf(capture.analysis(), reset), Cause::kBoxIdleTimeout);
    }
}

TEST(IdleTimeout, EndsBothSides) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const auto bare = [](Segment& s) {
        s.has_options = false;
        s.ip.id = 0;
    };
    const Reset& first = tcp.after(240s).server().with(bare).aborts();
    EXPECT_EQ(first.verdict, Verdict::kAbort);
    const Reset& second = tcp.atOnce().client().with(bare).aborts();
    for (const Reset* reset : {&first, &second}) {
        EXPECT_EQ(reset->verdict, Verdict::kMiddlebox);
        EXPECT_EQ(reset->certainty, Certainty::kProbable);
    }
    EXPECT_EQ(second.idle_time, 240s + Capture::kBetweenFrames + 20us);
    for (const Reset* reset : {&first, &second}) {
        EXPECT_EQ(causeOf(tcp.capture().analysis(), *reset), Cause::kBoxIdleTimeout);
    }
    EXPECT_FALSE(second.header.has(Evidence::kSilentBeforeReset));
}

}  // namespace
}  // namespace finrst
