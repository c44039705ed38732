// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace finrst {
namespace {

using ::testing::Contains;

// Captured on both sides of a router, or at two places whose captures were merged: each packet
// comes twice, the second time with one hop less.

bool isDoubted(const Reset& reset) {
    return reset.counter_evidence.has(Evidence::kOnOneSideOnly);
}

void opens(Conversation& tcp) {
    tcp.client().syn();
    tcp.routed();
    tcp.server().synAck();
    tcp.routed();
    tcp.client().acks();
    tcp.routed();
}

/// Until the client is in FIN-WAIT-2.
void opensAndCloses(Conversation& tcp) {
    opens(tcp);
    tcp.client().fin();
    tcp.routed();
    tcp.after(41ms).server().acks();
    tcp.routed();
}

TEST(BothSidesOfARouter, CopyIsNoTtlStep) {
    Conversation tcp;
    opens(tcp);
    tcp.client().sends(10);
    tcp.routed();
    const Reset& reset = tcp.after(2s).client().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_TRUE(tcp.routed()->is_copy);
}

// A box between the sides answers the FIN, as the client would that has lost its socket: neither
// FIN nor RST come to the client's side.
TEST(BothSidesOfARouter, ResetOnOneSideMayBeMadeBetween) {
    for (const IpVersion ip : {IpVersion::kV4, IpVersion::kV6}) {
        Conversation tcp({.ip = ip});
        tcp.clientStack().flow_label = 0;  // which would tell the kernel's answer
        opensAndCloses(tcp);
        tcp.after(300ms).server().fin();
        const Reset& reset = tcp.client().resetsPassively();
        EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
        EXPECT_EQ(reset.certainty, Certainty::kPossible);
        EXPECT_TRUE(isDoubted(reset));
        EXPECT_THAT(alternatives(reset), Contains(Verdict::kMiddlebox));
    }
}

TEST(BothSidesOfARouter, ResetOnBothSidesIsAsSureAsCapturedOnce) {
    Conversation once;
    once.handshake();
    once.client().fin();
    once.after(41ms).server().acks();
    once.after(300ms).server().fin();
    const Certainty sure = once.client().resetsPassively().certainty;
    ASSERT_GT(sure, Certainty::kPossible);

    Conversation tcp;
    opensAndCloses(tcp);
    tcp.after(300ms).server().fin();
    tcp.routed();
    const Reset& reset = tcp.client().resetsPassively();
    ASSERT_EQ(reset.certainty, Certainty::kPossible);
    const Reset* copy = tcp.routed();
    for (const Reset* one : {&reset, copy}) {
        EXPECT_EQ(one->certainty, sure);
        EXPECT_FALSE(isDoubted(*one));
    }
}

// -i any on a host with a bridge: its port, the bridge, and behind the router.
TEST(BothSidesOfARouter, CopyOfTheSameSideSaysNothingOfTheOther) {
    Conversation tcp;
    const auto comesThrice = [&] {
        tcp.atOnce().mirrored();
        tcp.atOnce().routed();
    };
    tcp.client().syn();
    comesThrice();
    tcp.server().synAck();
    comesThrice();
    tcp.client().fin();
    comesThrice();
    tcp.after(41ms).server().acks();
    comesThrice();
    tcp.after(300ms).server().fin();
    comesThrice();
    const Reset& reset = tcp.client().resetsPassively();
    const Reset* mirrored = tcp.atOnce().mirrored();
    ASSERT_TRUE(mirrored->is_copy);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_EQ(mirrored->certainty, Certainty::kPossible);
    const Reset* routed = tcp.atOnce().routed();
    for (const Reset* one : {&reset, mirrored, routed}) {
        EXPECT_EQ(one->certainty, Certainty::kProbable);
        EXPECT_FALSE(isDoubted(*one));
    }
}

// The socket's own window, timestamps and IP ID: no box made that, wherever its copy is.
TEST(BothSidesOfARouter, ResetOfASocketNeedsNoCopy) {
    Conversation tcp;
    opens(tcp);
    tcp.client().sends(10);
    tcp.routed();
    const Reset& reset = tcp.after(2s).client().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_GT(reset.certainty, Certainty::kPossible);
    EXPECT_FALSE(isDoubted(reset));
}

TEST(BothSidesOfARouter, AnswerOfAKernelNeedsNoCopy) {
    Conversation tcp({.ip = IpVersion::kV6});
    opensAndCloses(tcp);
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();  // with a flow label of its own
    EXPECT_EQ(reset.certainty, Certainty::kCertain);
    EXPECT_FALSE(isDoubted(reset));
}

// The other side's capture was over by then, or missed what came.
TEST(BothSidesOfARouter, NothingIsMissingWhereTheSendersLastSegmentCameOnce) {
    Conversation tcp;
    opens(tcp);
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_FALSE(isDoubted(reset));
}

TEST(BothSidesOfARouter, NothingIsMissingWhereCopiesAreOfOneSide) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().fin();
    tcp.atOnce().mirrored();
    tcp.after(41ms).server().acks();
    tcp.atOnce().mirrored();
    tcp.after(300ms).server().fin();
    EXPECT_FALSE(isDoubted(tcp.client().resetsPassively()));
}

TEST(BothSidesOfARouter, KernelThatTracedItsResetNeedsNoCopy) {
    Conversation tcp;
    opensAndCloses(tcp);
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    ASSERT_TRUE(isDoubted(reset));
    tcp.capture().analysis().hear(0, {.sent = true, .answers = true, .reason = "NO_SOCKET"});
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_GT(reset.certainty, Certainty::kPossible);
    EXPECT_FALSE(isDoubted(reset));
}

// A router that answers for a host answers each segment, and its RSTs are equal to the bit.
TEST(BothSidesOfARouter, ResetsOfOneSideAreNoCopies) {
    Conversation tcp({.ip = IpVersion::kV6});
    tcp.clientStack().flow_label = 0;
    opensAndCloses(tcp);
    const Segment fin = tcp.after(300ms).server().fin();
    const Reset& first = tcp.client().resetsPassively();
    tcp.after(200ms).server().repeats(fin);
    const Reset& second = tcp.client().resetsPassively();
    EXPECT_FALSE(second.is_copy);
    EXPECT_EQ(second.verdict, Verdict::kAfterReset);
    EXPECT_TRUE(isDoubted(first));
}

// Two RSTs pass the first side before the first of them passes the second.
TEST(BothSidesOfARouter, ResetsThatFollowEachOtherHaveACopyEach) {
    Conversation tcp;
    opensAndCloses(tcp);
    const Segment data = tcp.after(300ms).server().sends(31);
    tcp.routed();
    const Reset& first = tcp.client().resetsPassively(data);
    Segment copy = tcp.capture().segments().back();
    --copy.ip.ttl;
    const Segment fin = tcp.server().fin();
    tcp.routed();
    const Reset& second = tcp.client().resetsPassively(fin);
    Segment another = copy;
    EXPECT_FALSE(second.is_copy);
    EXPECT_TRUE(tcp.capture().add(copy)->is_copy);
    EXPECT_TRUE(tcp.capture().add(another)->is_copy);
    EXPECT_EQ(first.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(first.certainty, Certainty::kProbable);
}

/// A SYN of the same client to another port of the same server, that is refused.
const Reset& refused(Conversation& other) {
    other.client().syn();
    return other.server().resetsPassively();
}

// Of a refused connection, the server said nothing: what it said in others tells.
TEST(BothSidesOfARouter, RefusalOnOneSideMayBeMadeBetween) {
    Capture capture;
    Conversation tcp(capture, {});
    opens(tcp);
    Conversation other(capture, {.client_port = 40'001, .server_port = 21});
    const Reset& reset = refused(other);
    EXPECT_EQ(reset.verdict, Verdict::kRefused);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(isDoubted(reset));
}

TEST(BothSidesOfARouter, RefusalOnBothSidesIsOfTheHost) {
    Capture capture;
    Conversation tcp(capture, {});
    opens(tcp);
    Conversation other(capture, {.client_port = 40'001, .server_port = 21});
    other.client().syn();
    other.routed();
    const Reset& reset = other.server().resetsPassively();
    ASSERT_TRUE(isDoubted(reset));
    other.routed();
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_FALSE(isDoubted(reset));
}

// The router itself, or whoever is on the server's side of it, hears the server once.
TEST(BothSidesOfARouter, RefusalOfAnotherClientHasNoCopy) {
    Capture capture;
    Conversation tcp(capture, {});
    opens(tcp);
    Conversation other(capture, {.server_port = 21, .client_host = 77});
    EXPECT_FALSE(isDoubted(refused(other)));
}

TEST(BothSidesOfARouter, RefusalHasNoCopyWhereTheLatestHandshakeHadNone) {
    Capture capture;
    Conversation tcp(capture, {});
    opens(tcp);
    Conversation later(capture, {.client_port = 40'001});
    later.handshake();
    Conversation other(capture, {.client_port = 40'002, .server_port = 21});
    EXPECT_FALSE(isDoubted(refused(other)));
}

// The copy comes when the server has gone on already: nothing makes that its own RST again.
TEST(BothSidesOfARouter, CopyDoesNotOutweighAContradiction) {
    Conversation tcp;
    opens(tcp);
    tcp.client().sends(10);
    tcp.routed();
    tcp.server().sends(20);
    tcp.routed();
    tcp.client().acks();
    tcp.routed();
    const Segment data = tcp.after(2s).client().sends(30);
    const Reset& reset = tcp.server().resetsPassively(data);
    const Segment rst = tcp.capture().segments().back();
    tcp.after(20ms).server().sends(5);
    const Verdict verdict = reset.verdict;
    const Certainty certainty = reset.certainty;
    ASSERT_NE(reset.contradiction_frame, 0U);
    Segment copy = rst;
    --copy.ip.ttl;
    tcp.capture().add(copy);
    EXPECT_EQ(reset.verdict, verdict);
    EXPECT_EQ(reset.certainty, certainty);
}

}  // namespace
}  // namespace finrst
