// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/stack_finding.h"
#include "conversation.h"
#include "report/explanation.h"
#include "report/outcome_text.h"
#include "report/stack_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace finrst {

inline void PrintTo(Stack stack, std::ostream* out) {
    *out << token(stack);
}

namespace {

using namespace option;

constexpr OptionOrder kWindowsOrder = {kMss, kNop, kWindowScale, kNop, kNop, kSackPermitted};
constexpr OptionOrder kDarwinOrder = {kMss, kNop,        kWindowScale,  kNop,
                                      kNop, kTimestamps, kSackPermitted};
constexpr OptionOrder kFreeBsdOrder = {kMss, kNop, kWindowScale, kSackPermitted, kTimestamps};
constexpr OptionOrder kNoTimestampsOrder = {kMss, kNop, kNop, kSackPermitted, kNop, kWindowScale};

const StackHabits kWindows = {.ttl = 128, .options = false, .syn_options = kWindowsOrder};
const StackHabits kMac = {.window = 2058, .syn_options = kDarwinOrder};
const StackHabits kFreeBsd = {.window = 1030, .syn_options = kFreeBsdOrder};
const StackHabits kNetScaler = {
    .ttl = 254, .window = 8190, .options = false, .syn_options = {kMss}};
/// lwIP, but for its options: no DF is set by `allowFragments`.
const StackHabits kSmall = {.ttl = 255, .window = 2144, .options = false, .syn_options = {kMss}};

Stack stackOf(Conversation& tcp, const Reset& reset) {
    CaptureAnalysis& analysis = tcp.capture().analysis();
    return findStack(reset, analysis.hostOf(analysis.connectionOf(reset), reset.sender)).stack;
}

Explanation explained(Conversation& tcp, const Reset& reset) {
    return explain(tcp.capture().analysis(), reset);
}

bool says(const std::vector<std::string>& lines, const std::string& line) {
    return std::find(lines.begin(), lines.end(), line) != lines.end();
}

void allowFragments(Segment& segment) {
    segment.ip.dont_fragment = false;
}

/// What Windows sends from a socket: no window, no options.
const Reset& resetsAsWindows(Conversation::Talker talker) {
    return talker.window(0).aborts();
}

OptionOrder orderOf(std::span<const std::uint8_t> octets) {
    OptionOrder order;
    forEachOption(octets, [&](std::uint8_t kind, auto) { order.add(kind); });
    return order;
}

TEST(OptionOrder, IsThatOfTheOctets) {
    constexpr std::array<std::uint8_t, 20> kLinux = {2, 4, 5, 180, 4, 2, 8, 10, 0, 0,
                                                     0, 1, 0, 0,   0, 0, 1, 3,  3, 7};
    const OptionOrder linux_order = {kMss, kSackPermitted, kTimestamps, kNop, kWindowScale};
    EXPECT_EQ(orderOf(kLinux), linux_order);
}

TEST(OptionOrder, EndsWithTheList) {
    constexpr std::array<std::uint8_t, 8> kEnded = {2, 4, 5, 180, 0, 8, 10, 0};
    EXPECT_EQ(orderOf(kEnded), OptionOrder({kMss}));
}

TEST(OptionOrder, EndsWhereTheLengthIsMalformed) {
    constexpr std::array<std::uint8_t, 4> kNoLength = {1, 8, 0, 3};
    EXPECT_EQ(orderOf(kNoLength), OptionOrder({kNop, kTimestamps}));
    constexpr std::array<std::uint8_t, 1> kCut = {8};
    EXPECT_EQ(orderOf(kCut), OptionOrder({kTimestamps}));
}

TEST(OptionOrder, HoldsAsManyAsItCan) {
    std::array<std::uint8_t, 40> nops;
    nops.fill(1);
    EXPECT_EQ(orderOf(nops).size(), 16u);
}

// Fast Open: a cookie behind the window scale, padded.
TEST(OptionOrder, BaseLacksWhatSingleConnectionsAdd) {
    constexpr std::uint8_t kFastOpen = 34;
    const OptionOrder with_cookie = {kMss,         kSackPermitted, kTimestamps, kNop,
                                     kWindowScale, kNop,           kNop,        kFastOpen};
    const OptionOrder plain = {kMss, kSackPermitted, kTimestamps, kNop, kWindowScale};
    EXPECT_EQ(with_cookie.base(), plain);
}

TEST(StackOfHost, IsLinuxByOptionsAndTtl) {
    Conversation tcp;
    tcp.handshake();
    const Reset& reset = tcp.client().aborts();
    EXPECT_EQ(stackOf(tcp, reset), Stack::kLinux);
    EXPECT_TRUE(says(explained(tcp, reset).evidence,
                     "the sender's stack looks like Linux: a TTL that starts at 64; the options "
                     "mss, sack, ts, nop, ws in frame 1"));
}

TEST(StackOfHost, IsLinuxInIpv6) {
    Conversation tcp({.ip = IpVersion::kV6});
    tcp.handshake();
    EXPECT_EQ(stackOf(tcp, tcp.client().aborts()), Stack::kLinux);
}

// One sign is none: TTLs are set, and boxes rewrite options.
TEST(StackOfHost, IsUnknownWhereTtlAndOptionsDisagree) {
    Conversation tcp;
    tcp.clientStack().ttl = 128;
    tcp.handshake();
    EXPECT_EQ(stackOf(tcp, tcp.client().aborts()), Stack::kUnknown);
}

TEST(StackOfHost, IsUnknownWithoutASyn) {
    Conversation tcp;
    tcp.client().sends(100);
    tcp.server().sends(200);
    const Reset& reset = tcp.client().aborts();
    EXPECT_EQ(stackOf(tcp, reset), Stack::kUnknown);
    EXPECT_EQ(explained(tcp, reset).kernel_path, "if Linux: tcp_close > tcp_send_active_reset");
}

// Hosts behind one address.
TEST(StackOfHost, IsUnknownWhereTwoAreSeen) {
    Capture capture;
    Conversation windows(capture, {.client_port = 50'000});
    windows.clientStack() = kWindows;
    windows.handshake();
    Conversation tcp(capture, {});
    tcp.handshake();
    EXPECT_EQ(stackOf(tcp, tcp.client().aborts()), Stack::kUnknown);
}

// A SYN that comes after the RST, on other ports.
TEST(StackOfHost, IsLearntFromItsOtherConnections) {
    Capture capture;
    Conversation early(capture, {.client_port = 50'000});
    early.client().sends(100);
    early.server().sends(200);
    const Reset& reset = early.client().aborts();
    Conversation later(capture, {});
    later.handshake();
    EXPECT_EQ(stackOf(early, reset), Stack::kLinux);
}

// An answer to a SYN with few options has few, too.
TEST(StackOfHost, IsToldByTheSynWhoseOptionsTellMost) {
    Capture capture;
    Conversation few(capture, {.client_port = 50'000});
    few.serverStack().syn_options = {kMss, kNop, kWindowScale};
    few.handshake();
    Conversation tcp(capture, {});
    tcp.handshake();
    EXPECT_TRUE(says(explained(tcp, tcp.server().aborts()).evidence,
                     "the sender's stack looks like Linux: a TTL that starts at 64; the options "
                     "mss, sack, ts, nop, ws in frame 5"));
}

// A SYN without timestamps is answered without; OpenBSD then has the same order, but an IP ID.
TEST(StackOfHost, OfAnAnswerWithoutTimestampsIsTakenForLinuxByItsIpId) {
    for (const bool has_id : {false, true}) {
        Conversation tcp;
        tcp.clientStack() = kWindows;
        tcp.serverStack().syn_options = kNoTimestampsOrder;
        tcp.client().syn();
        tcp.server().ipId(has_id ? 7000 : 0).synAck();
        tcp.client().acks();
        EXPECT_EQ(stackOf(tcp, tcp.server().aborts()), has_id ? Stack::kUnknown : Stack::kLinux);
    }
}

TEST(StackOfHost, IsFreeBsdOrWindowsByTheTtl) {
    for (const bool windows : {false, true}) {
        Conversation tcp;
        tcp.serverStack() = kFreeBsd;
        tcp.serverStack().ttl = windows ? 126 : 62;
        tcp.handshake();
        EXPECT_EQ(stackOf(tcp, tcp.server().aborts()), windows ? Stack::kWindows : Stack::kBsd);
    }
}

// Routers tell hosts their hop limit, mostly 64 (RFC 4861, 6.3.4).
TEST(StackOfHost, IsNotToldByAHopLimitThatRoutersGive) {
    Conversation tcp({.ip = IpVersion::kV6});
    tcp.serverStack() = kFreeBsd;
    tcp.handshake();
    EXPECT_EQ(stackOf(tcp, tcp.server().aborts()), Stack::kUnknown);
}

TEST(StackOfHost, IsUnknownWhereABoxSentTheReset) {
    Conversation tcp;
    tcp.handshake();
    const Reset& reset = tcp.server().ttl(255).window(0).aborts();
    ASSERT_EQ(reset.origin, Origin::kMiddlebox);
    EXPECT_EQ(stackOf(tcp, reset), Stack::kUnknown);
}

TEST(Windows, RefusesDataAfterItsClose) {
    Conversation tcp;
    tcp.clientStack() = kWindows;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(20ms).server().sends(37);
    const Reset& reset = resetsAsWindows(tcp.client());
    EXPECT_EQ(reset.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(stackOf(tcp, reset), Stack::kWindows);
    EXPECT_TRUE(reset.evidence.has(Evidence::kActiveAsWindows));
    EXPECT_EQ(explained(tcp, reset).kernel_path, "");
}

// It acknowledges what it refuses.
TEST(Windows, HasNotReadTheDataThatItRefuses) {
    Conversation tcp;
    tcp.clientStack() = kWindows;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(20ms).server().acks();
    const Segment late = tcp.server().sends(37);
    const Reset& reset = resetsAsWindows(tcp.client());
    ASSERT_TRUE(reset.unacked_of_receiver);
    EXPECT_EQ(reset.unacked_of_receiver->octets, 37u);
    EXPECT_EQ(lossText(reset), "The peer's data in frame " + std::to_string(late.frame) +
                                   " (37 octets) came after the sender had closed, and was not "
                                   "read; all else had been acknowledged");
}

// A half close: what came behind the own FIN was taken, so that somebody read on.
TEST(Windows, AbortsWhereItReadOnAfterItsFin) {
    Conversation tcp;
    tcp.clientStack() = kWindows;
    tcp.handshake();
    tcp.client().fin();
    tcp.server().sends(500);
    tcp.client().acks();
    tcp.server().sends(500);
    EXPECT_EQ(resetsAsWindows(tcp.client()).verdict, Verdict::kAbort);
}

// Linux and BSD answer as without a socket.
TEST(Windows, AloneRefusesLateDataByAResetThatAcknowledgesIt) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().fin();
    tcp.server().sends(500);
    EXPECT_NE(resetsAsWindows(tcp.client()).verdict, Verdict::kDataAfterClose);
}

TEST(Windows, AbortsWithoutAWindow) {
    Conversation tcp;
    tcp.clientStack() = kWindows;
    tcp.handshake();
    tcp.request();
    const Reset& reset = resetsAsWindows(tcp.after(2s).client());
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_TRUE(reset.evidence.has(Evidence::kActiveAsWindows));
    EXPECT_FALSE(reset.header.has(Evidence::kActiveWithoutWindow));
    const std::string advice = explained(tcp, reset).advice;
    EXPECT_NE(advice.find("netsh int tcp"), std::string::npos) << advice;
    EXPECT_EQ(advice.find("nstat"), std::string::npos) << advice;
}

TEST(Windows, CopiesTheSequenceNumberIntoTheAcknowledgementField) {
    Conversation tcp;
    tcp.serverStack() = {.ttl = 120, .options = false, .syn_options = {}};
    tcp.handshake();
    tcp.request();
    const Segment late = tcp.after(90s).client().sends(80);
    const Reset& reset = tcp.server().ack(late.ack).resetsPassively();
    EXPECT_EQ(stackOf(tcp, reset), Stack::kWindows);
    EXPECT_TRUE(reset.header.has(Evidence::kAckIsSeqInPassive));
}

TEST(Windows, IsNotToldByAnotherAcknowledgementField) {
    Conversation tcp;
    tcp.serverStack() = {.ttl = 120, .options = false, .syn_options = {}};
    tcp.handshake();
    tcp.request();
    const Segment late = tcp.after(90s).client().sends(80);
    const Reset& reset = tcp.server().ack(late.end()).resetsPassively();
    EXPECT_EQ(stackOf(tcp, reset), Stack::kUnknown);
    EXPECT_TRUE(reset.header.has(Evidence::kAckFieldInPassive));
}

// The kernel copies the TOS of what it answers; Windows does not.
TEST(Windows, IsNoFirewallForWhatLinuxWouldDo) {
    Conversation tcp;
    tcp.clientStack() = kWindows;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.server().sends(37);
    resetsAsWindows(tcp.client());
    const Segment fin = tcp.server().tos(0x20).fin();
    const Reset& reset = tcp.client().tos(0).ack(fin.ack).resetsPassively(fin);
    EXPECT_EQ(reset.verdict, Verdict::kAfterReset);
}

/// A close of which the peer ACKs the FIN and then says nothing; after `wait`, a RST+ACK.
const Reset& resetsInFinWait2(Conversation& tcp, Duration wait, std::uint16_t window) {
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.server().acks();
    return tcp.after(wait)
        .client()
        .window(window)
        .with([](Segment& s) { s.has_options = false; })
        .aborts();
}

TEST(FinWait2Timer, OfWindowsEndsAfterTwoMinutes) {
    Conversation tcp;
    tcp.clientStack() = kWindows;
    const Reset& reset = resetsInFinWait2(tcp, 121s, 0);
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_EQ(reset.cause, Cause::kFinTimeout);
    const Explanation told = explained(tcp, reset);
    EXPECT_TRUE(says(told.evidence,
                     "121 s after the ACK of the own FIN, without a word of the peer in between: "
                     "such a stack resets a closed socket after 120 s in FIN-WAIT-2"));
    EXPECT_EQ(told.sentence,
              "The sender had closed (frame 7, ACKed in frame 8); its stack waited for the peer's "
              "FIN in vain, and reset the connection. All data had been acknowledged");
}

TEST(FinWait2Timer, OfMacOsEndsAfterAMinute) {
    Conversation tcp;
    tcp.clientStack() = kMac;
    const Reset& reset = resetsInFinWait2(tcp, 60s, 2058);
    EXPECT_EQ(reset.cause, Cause::kFinTimeout);
    EXPECT_EQ(explained(tcp, reset).kernel_path, "tcp_timers > tcp_drop > tcp_output");
}

TEST(FinWait2Timer, OfNetScalerEndsAfterTenSeconds) {
    Conversation tcp;
    tcp.clientStack() = kNetScaler;
    EXPECT_EQ(resetsInFinWait2(tcp, 10'400ms, 8190).cause, Cause::kFinTimeout);
}

TEST(FinWait2Timer, IsNotThatOfAnotherStack) {
    Conversation windows;
    windows.clientStack() = kWindows;
    EXPECT_NE(resetsInFinWait2(windows, 60s, 0).cause, Cause::kFinTimeout);
    Conversation tcp;
    const Reset& reset = resetsInFinWait2(tcp, 60s, 502);
    EXPECT_NE(reset.cause, Cause::kFinTimeout);
    EXPECT_FALSE(reset.counter_evidence.has(Evidence::kTimerOfStackLooksAlike));
}

// FreeBSD closes the socket silently (`tcp_timer_2msl`).
TEST(FinWait2Timer, OfFreeBsdSendsNothing) {
    Conversation tcp;
    tcp.clientStack() = kFreeBsd;
    EXPECT_NE(resetsInFinWait2(tcp, 60s, 1030).cause, Cause::kFinTimeout);
}

TEST(FinWait2Timer, LooksAlikeWhereTheStackIsUnknown) {
    Conversation tcp;
    tcp.clientStack() = {.ttl = 120, .options = false, .syn_options = {}};
    const Reset& reset = resetsInFinWait2(tcp, 121s, 0);
    EXPECT_NE(reset.cause, Cause::kFinTimeout);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kTimerOfStackLooksAlike));
}

// What the peer sends meanwhile, the timer begins anew.
TEST(FinWait2Timer, DidNotEndRightBehindDataOfThePeer) {
    Conversation tcp;
    tcp.clientStack() = kWindows;
    tcp.handshake();
    tcp.client().fin();
    tcp.server().acks();
    tcp.after(100s).server().sends(100);
    tcp.client().acks();
    EXPECT_NE(resetsAsWindows(tcp.after(20s).client()).cause, Cause::kFinTimeout);
}

// BSD sends no timestamps in a RST (`tcp_output`).
TEST(Bsd, AbortsWithoutItsTimestamps) {
    Conversation tcp;
    tcp.clientStack() = kMac;
    tcp.handshake();
    tcp.request();
    const Reset& reset =
        tcp.after(2s).client().with([](Segment& s) { s.has_options = false; }).aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_EQ(stackOf(tcp, reset), Stack::kBsd);
    EXPECT_FALSE(reset.header.has(Evidence::kOptionsMissing));
    EXPECT_LT(reset.certainty, Certainty::kCertain);
    const Explanation told = explained(tcp, reset);
    EXPECT_EQ(told.kernel_path, "tcp_disconnect > tcp_drop > tcp_output");
    EXPECT_NE(told.advice.find("sysctl net.inet.tcp"), std::string::npos) << told.advice;
}

// It takes the place of its oldest TIME-WAIT instead of refusing a new one.
TEST(Bsd, DoesNotRunOutOfBuckets) {
    Conversation tcp;
    tcp.clientStack() = kFreeBsd;
    tcp.handshake();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_FALSE(waitWithoutBucket(reset, 60s).has_value());
}

TEST(NetScaler, TellsItsReasonByTheWindow) {
    Conversation tcp;
    tcp.serverStack() = kNetScaler;
    tcp.handshake();
    tcp.request();
    const Reset& reset = tcp.after(2s).server().window(9700).aborts();
    EXPECT_EQ(reset.verdict, Verdict::kSelfDescribed);
    EXPECT_EQ(stackOf(tcp, reset), Stack::kNetScaler);
    EXPECT_TRUE(says(explained(tcp, reset).evidence,
                     "window 9700 is NetScaler's reason: it passes on a reset that it got from the "
                     "other side"));
}

// A window of a Linux socket may have any value.
TEST(NetScaler, IsNotToldByAWindowAlone) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    EXPECT_EQ(tcp.after(2s).server().window(9700).aborts().verdict, Verdict::kAbort);
}

TEST(SmallStack, RefusesASynWithItsWindow) {
    Capture capture;
    Conversation served(capture, {.client_port = 50'000});
    served.serverStack() = kSmall;
    served.handshake();
    Conversation tcp(capture, {});
    tcp.serverStack() = kSmall;
    tcp.client().syn();
    const Reset& reset = tcp.server().window(2144).with(allowFragments).resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kRefused);
    EXPECT_EQ(stackOf(tcp, reset), Stack::kEmbedded);
}

// A firewall refuses so, too, in the name of hosts that the capture does not show.
TEST(SmallStack, IsNotToldByARefusalAlone) {
    Conversation tcp;
    tcp.client().syn();
    const Reset& reset = tcp.server().ttl(255).window(2144).with(allowFragments).resetsPassively();
    EXPECT_EQ(stackOf(tcp, reset), Stack::kUnknown);
}

// The number of the SYN itself is no acknowledgement of it: no large stack counts so.
TEST(SmallStack, RefusesASynThatItDoesNotAcknowledge) {
    Conversation tcp;
    const Segment syn = tcp.client().syn();
    const Reset& reset =
        tcp.server().window(502).ack(syn.seq).with(allowFragments).resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kRefused);
    EXPECT_EQ(stackOf(tcp, reset), Stack::kEmbedded);
}

// Without a socket, it answers data by a RST+ACK with its own window, as if it aborted.
TEST(SmallStack, WithoutASocketMayLookAsIfItAborted) {
    Capture capture;
    Conversation refused(capture, {.client_port = 50'000});
    refused.serverStack() = kSmall;
    refused.client().syn();
    refused.server().window(2144).with(allowFragments).resetsPassively();
    Conversation tcp(capture, {});
    tcp.serverStack() = kSmall;
    tcp.handshake();
    tcp.request();
    tcp.after(90s).client().sends(80);
    const Reset& reset = tcp.server().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
    EXPECT_EQ(alternatives(reset).front(), Verdict::kAbort);
}

// lwIP knows no other RST: `tcp_rst` acknowledges what it answers.
void requestFromUnknownStack(Conversation& tcp) {
    tcp.clientStack().options = false;
    tcp.serverStack() = {.ttl = 200, .options = false, .syn_options = {}};
    tcp.handshake();
    tcp.request();
}

TEST(SmallStack, MayHaveForgottenWhatItResetsWithAck) {
    Conversation tcp;
    requestFromUnknownStack(tcp);
    tcp.after(5s).client().sends(100);
    const Reset& reset = tcp.server().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_THAT(alternatives(reset), testing::Contains(Verdict::kHalfOpen));
}

// Nor does its window tell what it had not read: it writes the same into every RST (`TCP_WND`).
TEST(SmallStack, DoesNotTellByItsWindowWhyItAborts) {
    for (const std::uint16_t window : {std::uint16_t{1072}, std::uint16_t{2144}}) {
        Conversation tcp;
        tcp.clientStack().options = false;
        tcp.serverStack() = kSmall;
        tcp.handshake();
        tcp.request();
        const Reset& reset = tcp.server().window(window).aborts();
        EXPECT_EQ(reset.verdict, Verdict::kAbort);
        EXPECT_EQ(reset.cause, Cause::kUnknown) << window;
        EXPECT_TRUE(reset.counter_evidence.has(Evidence::kLingerOrUnread));
    }
}

// A probe is below what the connection had come to: a socket would acknowledge all of that.
TEST(SmallStack, HasForgottenWhatItAcknowledgesLessOf) {
    Conversation tcp;
    requestFromUnknownStack(tcp);
    const Segment probe = tcp.after(5s).client().probes();
    const Reset& reset = tcp.server().ack(probe.end()).aborts();
    EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
    EXPECT_THAT(alternatives(reset), testing::Not(testing::Contains(Verdict::kAbort)));
}

// In SYN-SENT, it acknowledges the challenge whose number it takes.
TEST(SmallStack, AnswersTheChallengeOfAnOlderConnection) {
    Conversation tcp;
    tcp.clientStack() = kSmall;
    tcp.client().syn();
    const Segment challenge =
        tcp.server().seq(SequenceNumber(700'000)).ack(SequenceNumber(4321)).says(kAck);
    const Reset& reset = tcp.client().seq(challenge.ack).ack(challenge.seq).aborts();
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.trigger_frame, challenge.frame);
    EXPECT_TRUE(reset.evidence.has(Evidence::kChallengeAck));
}

// It answers so what it does not know, and the capture may lack that.
TEST(SmallStack, MayAnswerWhatWasNotCaptured) {
    Conversation tcp;
    requestFromUnknownStack(tcp);
    tcp.uncaptured().client().sends(100);
    const Reset& reset = tcp.after(5s).server().aborts();
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kSmallStackLooksAlike));
}

// libslirp acknowledges data for a socket that is closed, and resets right behind that.
TEST(SmallStack, MayRefuseLateDataThatItAcknowledged) {
    Conversation tcp;
    requestFromUnknownStack(tcp);
    tcp.server().fin();
    tcp.after(41ms).client().acks();
    tcp.after(1s).client().sends(100);
    tcp.server().acks();
    const Reset& reset = tcp.server().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_THAT(alternatives(reset), testing::Contains(Verdict::kDataAfterClose));
}

// What it acknowledges was the connection's before, of which the capture lacks the new SYN.
TEST(SmallStack, IsNotCertainToAbortRightBehindAnAck) {
    for (const Duration pause : {Duration(1ms), Duration(5s)}) {
        Conversation tcp;
        requestFromUnknownStack(tcp);
        const Reset& reset = tcp.after(pause).server().aborts();
        EXPECT_EQ(reset.verdict, Verdict::kAbort);
        EXPECT_EQ(reset.certainty == Certainty::kCertain, pause > 1s);
    }
}

TEST(SmallStack, MayHaveClosedWhatItResetsWithAck) {
    Conversation tcp;
    requestFromUnknownStack(tcp);
    tcp.server().fin();
    tcp.after(41ms).client().acks();
    tcp.after(1s).client().sends(100);
    const Reset& reset = tcp.server().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_THAT(alternatives(reset), testing::Contains(Verdict::kAbort));
}

TEST(SmallStack, MayHaveGivenUpFinWait2) {
    Conversation tcp;
    requestFromUnknownStack(tcp);
    tcp.server().fin();
    tcp.after(41ms).client().acks();
    tcp.after(21s).client().fin();
    const Reset& reset = tcp.server().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_THAT(alternatives(reset), testing::Contains(Verdict::kAbort));
}

// Scanners write their SYNs themselves; the kernel below them resets.
TEST(SmallStack, IsNoScanner) {
    Conversation tcp;
    tcp.clientStack() = {.ttl = 255, .window = 1024, .options = false, .syn_options = {kMss}};
    tcp.client().with(allowFragments).syn();
    const Segment syn_ack = tcp.server().synAck();
    const Reset& reset = tcp.client().ttl(64).resetsPassively(syn_ack);
    EXPECT_EQ(stackOf(tcp, reset), Stack::kUnknown);
}

// Data that brings the first ACK of the FIN meets the full socket, unless that is gone.
TEST(LinuxPath, OfDataInFinWait1IsTheSockets) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.server().sends(7);
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(reset.sender_state, TcpState::kFinWait1);
    EXPECT_EQ(explained(tcp, reset).kernel_path,
              "tcp_v4_rcv > tcp_rcv_state_process | no_tcp_socket > tcp_v4_send_reset");
}

TEST(LinuxPath, OfDataInFinWait2IsTheBuckets) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.server().acks();
    tcp.server().sends(7);
    EXPECT_EQ(explained(tcp, tcp.client().resetsPassively()).kernel_path,
              "tcp_v4_rcv > tcp_timewait_state_process | no_tcp_socket > tcp_v4_send_reset");
}

}  // namespace
}  // namespace finrst
