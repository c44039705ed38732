// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"
#include "report/explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace finrst {
namespace {

using testing::Contains;

TEST(Middlebox, TtlIsAnother) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(300);
    const Reset& reset = tcp.server().ttl(240).resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kMiddlebox);
    EXPECT_EQ(reset.origin, Origin::kMiddlebox);
    EXPECT_NE(reset.certainty, Certainty::kCertain);
    EXPECT_TRUE(reset.evidence.has(Evidence::kTtlStep));
    EXPECT_EQ(explain(tcp.capture().analysis(), reset).kernel_path, "");
}

// RST+ACK with TTL 255, as some firewalls send it.
TEST(Middlebox, ActiveShapeOfAnotherTtl) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    EXPECT_EQ(tcp.server().ttl(255).window(0).aborts().verdict, Verdict::kMiddlebox);
}

// The stack's own answers start from 255, whatever the socket sets for itself (IP_TTL).
TEST(Middlebox, IsNotSaidOfAnAnswerFromTheSameDistance) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(300);
    const Reset& reset = tcp.server().ttl(252).resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_THAT(alternatives(reset), Contains(Verdict::kMiddlebox));
}

// A load balancer made the SYN-ACK, a server behind it the rest: both TTLs are the sender's.
TEST(Middlebox, TtlOfTheSynAckIsTheSendersToo) {
    Conversation tcp;
    tcp.client().syn();
    tcp.server().ttl(250).synAck();
    tcp.client().acks();
    tcp.request();
    tcp.after(60s).client().sends(100);
    EXPECT_EQ(tcp.server().ttl(250).resetsPassively().verdict, Verdict::kHalfOpen);
}

// The kernel's own answers have the host's TTL, whatever a socket sets for itself (IP_TTL). It is
// the host's however many others there are, and in whatever order they came.
TEST(Middlebox, TtlOfAnotherConnectionIsTheHostsToo) {
    for (const std::vector<std::uint8_t>& ttls :
         {std::vector<std::uint8_t>{64, 63, 62}, {62, 63, 64}, {62, 64, 62, 63}}) {
        Capture capture;
        std::uint16_t port = 30'000;
        for (const std::uint8_t ttl : ttls) {
            Conversation other(capture, {.client_port = ++port});
            other.clientStack().ttl = ttl;
            other.handshake();
        }
        Conversation tcp(capture, {});
        tcp.clientStack().ttl = 44;
        tcp.handshake();
        tcp.after(60s).server().sends(100);
        EXPECT_EQ(tcp.client().ttl(64).resetsPassively().verdict, Verdict::kHalfOpen);
    }
}

TEST(Middlebox, TosOfNeitherEndIsOnlyPossible) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Reset& reset = tcp.server().tos(0x48).aborts();
    EXPECT_EQ(reset.verdict, Verdict::kMiddlebox);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.evidence.has(Evidence::kTosStep));
}

// As of a socket, at the right distance, but not of the socket's count.
TEST(Middlebox, IpIdOfAnotherCountIsOnlyPossible) {
    Conversation tcp;
    tcp.handshake();
    for (int i = 0; i < 2; ++i) tcp.request();
    const Reset& reset = tcp.server().ipId(40'000).aborts();
    EXPECT_EQ(reset.verdict, Verdict::kMiddlebox);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.evidence.has(Evidence::kIpIdStep));
}

TEST(Middlebox, EcnIsNoTosStep) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    EXPECT_EQ(tcp.server().tos(0x02).aborts().verdict, Verdict::kAbort);
}

// A reject rule answers the FIN without the TOS that the kernel would have copied.
TEST(Middlebox, RejectRuleDoesNotCopyTheTos) {
    Conversation tcp;
    tcp.serverStack().tos = 0x10;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().tos(0).resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kMiddlebox);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_TRUE(reset.evidence.has(Evidence::kRejectRule));
    EXPECT_FALSE(reset.isAffected());
}

// The real end goes on: it did not send the RST.
TEST(Middlebox, HostAnsweredToo) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(300);
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_NE(reset.verdict, Verdict::kMiddlebox);
    const Segment answer = tcp.after(40ms).server().sends(200);
    EXPECT_EQ(reset.verdict, Verdict::kMiddlebox);
    EXPECT_EQ(reset.certainty, Certainty::kCertain);
    EXPECT_EQ(reset.contradiction_frame, answer.frame);
    EXPECT_TRUE(reset.evidence.has(Evidence::kHostAnsweredToo));
}

TEST(Middlebox, ForgedAnswerToTheFinIsNoMissingSocket) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    const Segment fin = tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_TRUE(reset.isAffected());
    tcp.client().acks();
    EXPECT_EQ(reset.verdict, Verdict::kMiddlebox);
    EXPECT_FALSE(reset.isAffected());
    const CaptureAnalysis& analysis = tcp.capture().analysis();
    EXPECT_FALSE(analysis.isAffected(analysis.findConnection(fin)));
}

// The ACK and the RST of one end, captured in the wrong order.
TEST(Middlebox, IsNotSaidWhereTheResetAcknowledgesAsMuch) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().sends(100);
    Segment ack = tcp.uncaptured().server().acks();
    const Reset& reset = tcp.server().aborts();
    tcp.capture().add(ack);
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_EQ(reset.contradiction_frame, 0u);
}

TEST(Middlebox, IsNotCertainWhereFramesMayHaveChangedPlaces) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().sends(100);
    Segment ack = tcp.uncaptured().server().acks();
    const Reset& reset = tcp.server().resetsBarely();
    tcp.capture().add(ack);
    EXPECT_NE(reset.certainty, Certainty::kCertain);
}

// What was on its way before the RST proves nothing.
TEST(Middlebox, IsNotSaidWhereOnlyOldSegmentsFollow) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Segment data = tcp.server().sends(500);
    const Reset& reset = tcp.server().aborts();
    tcp.server().repeats(data);
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
}

// A stack answers a segment once.
TEST(Middlebox, SecondResetOfAnotherTtlForTheSameSegment) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(300);
    const Segment data = tcp.capture().segments().back();
    tcp.server().resetsPassively(data);
    const Reset& second = tcp.server().ttl(120).resetsPassively(data);
    EXPECT_EQ(second.verdict, Verdict::kMiddlebox);
}

// A censor does not know which TTL and window fit, and tries several.
TEST(Middlebox, SeriesThatCountsUp) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().sends(300);
    const Reset& first = tcp.server().ttl(54).window(78).aborts();
    const Reset& second = tcp.server().ttl(55).window(79).aborts();
    EXPECT_EQ(second.verdict, Verdict::kMiddlebox);
    EXPECT_EQ(second.certainty, Certainty::kProbable);
    EXPECT_TRUE(second.evidence.has(Evidence::kCountsUp));
    // It shows who sent the first one, too; a third one leaves no doubt.
    EXPECT_EQ(first.verdict, Verdict::kMiddlebox);
    EXPECT_TRUE(first.evidence.has(Evidence::kFollowedByCount));
    EXPECT_EQ(first.contradiction_frame, second.frame);
    EXPECT_EQ(tcp.server().ttl(56).window(80).aborts().certainty, Certainty::kCertain);
}

// A copy behind a router has a TTL less, and the same window.
TEST(Middlebox, CopiesAreNoSeries) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Reset& reset = tcp.server().aborts();
    const Reset& copy = tcp.server().ttl(62).ipId(reset.ip_id).aborts();
    EXPECT_EQ(copy.verdict, Verdict::kAbort);
    EXPECT_FALSE(copy.evidence.has(Evidence::kCountsUp));
}

TEST(Middlebox, SynAckRefutesEachRefusal) {
    Conversation tcp;
    const Segment syn = tcp.client().syn();
    const Reset& first = tcp.server().ttl(54).window(78).resetsPassively(syn);
    const Reset& second = tcp.server().ttl(55).window(79).resetsPassively(syn);
    tcp.after(100ms).server().ttl(251).synAck();
    for (const Reset* reset : {&first, &second}) {
        EXPECT_EQ(reset->verdict, Verdict::kMiddlebox);
        EXPECT_EQ(reset->certainty, Certainty::kCertain);
        EXPECT_TRUE(reset->evidence.has(Evidence::kSynAccepted));
        EXPECT_TRUE(reset->evidence.has(Evidence::kTtlStep));
        EXPECT_EQ(reset->sender_ttl, 251);
    }
    EXPECT_TRUE(second.evidence.has(Evidence::kCountsUp));
    // The frame of the stronger proof is the one that is told.
    EXPECT_FALSE(first.evidence.has(Evidence::kFollowedByCount));
}

/// The server takes a connection, 14 ms and ten hops away.
void openFarAway(Capture& capture) {
    Conversation tcp(capture, {.client_port = 40'001});
    tcp.serverStack().ttl = 54;
    tcp.client().syn();
    tcp.after(14ms).server().synAck();
    tcp.client().acks();
}

TEST(Middlebox, RefusesNearerThanTheHost) {
    Capture capture;
    openFarAway(capture);
    Conversation tcp(capture, {.server_port = 21});
    tcp.client().syn();
    const Reset& reset = tcp.server().ttl(63).resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kMiddlebox);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_TRUE(reset.evidence.has(Evidence::kNearerThanHost));
    EXPECT_EQ(reset.host_ttl, 54);
    EXPECT_THAT(alternatives(reset), testing::ElementsAre(Verdict::kRefused));
}

// Routes change, and hosts are busy: one of the two alone shows nothing.
TEST(Middlebox, IsNearerOnlyByTtlAndTime) {
    Capture capture;
    openFarAway(capture);
    Conversation slow(capture, {.server_port = 21});
    slow.client().syn();
    EXPECT_EQ(slow.after(13ms).server().ttl(63).resetsPassively().verdict, Verdict::kRefused);
    Conversation far(capture, {.server_port = 22});
    far.client().syn();
    EXPECT_EQ(far.server().ttl(54).resetsPassively().verdict, Verdict::kRefused);
}

// Only the host's kernel mirrors the TOS of what it answers.
TEST(Middlebox, IsNotNearerWithTheTosOfWhatItAnswers) {
    Capture capture;
    openFarAway(capture);
    Conversation tcp(capture, {.server_port = 21});
    tcp.client().tos(0x28).syn();
    const Reset& reset = tcp.server().ttl(63).tos(0x28).resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kRefused);
}

TEST(Middlebox, MirroredTosSpeaksForTheKernel) {
    Conversation tcp;
    tcp.clientStack().tos = 0x28;
    tcp.handshake();
    tcp.request();
    tcp.after(60s).client().sends(300);
    EXPECT_EQ(tcp.server().ttl(50).tos(0x28).resetsPassively().verdict, Verdict::kHalfOpen);
}

// Windows copies no TOS, but counts.
TEST(Middlebox, ContinuingIpIdIsOfNoRule) {
    Conversation tcp;
    tcp.serverStack().tos = 0x10;
    tcp.handshake();
    for (int i = 0; i < 3; ++i) tcp.request();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.after(300ms).server().fin();
    const std::uint16_t next = tcp.clientStack().ip_id;
    const Reset& reset = tcp.client().tos(0).ipId(next).resetsPassively();
    EXPECT_NE(reset.verdict, Verdict::kMiddlebox);
    EXPECT_FALSE(reset.evidence.has(Evidence::kRejectRule));
}

// The capture has each packet twice, before and behind a router.
TEST(Middlebox, TtlOfACopyIsTheSendersToo) {
    Conversation tcp;
    const auto behindRouter = [&] {
        Segment copy = tcp.capture().segments().back();
        copy.ip.ttl -= 5;
        tcp.capture().add(copy);
    };
    tcp.client().syn();
    tcp.server().synAck();
    behindRouter();
    tcp.client().acks();
    tcp.client().sends(300);
    tcp.server().sends(300);
    behindRouter();
    tcp.after(60s).client().sends(300);
    const Reset& reset = tcp.server().ttl(61 - 5).resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kHalfOpen);
    EXPECT_FALSE(reset.evidence.has(Evidence::kTtlStep));
}

TEST(Middlebox, TurnsAPacketAround) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    const Segment data = tcp.client().sends(44);
    const auto turned = [&](Segment& s) {
        s.length = data.length;
        s.window = data.window;
        s.ip.id = data.ip.id;
        s.ip.ttl = 120;
        s.reset_text = "data of the client";
    };
    const Reset& reset = tcp.server().with(turned).aborts();
    EXPECT_EQ(reset.verdict, Verdict::kMiddlebox);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_TRUE(reset.evidence.has(Evidence::kTurnedAround));
    EXPECT_TRUE(reset.evidence.has(Evidence::kTtlStep));
}

TEST(Middlebox, HostSendsOn) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(300);
    const Reset& reset = tcp.server().resetsPassively();
    const auto acks_no_more = SequenceNumber(1101);
    const Segment data = tcp.after(40ms).server().ack(acks_no_more).sends(200);
    EXPECT_EQ(reset.verdict, Verdict::kMiddlebox);
    EXPECT_EQ(reset.certainty, Certainty::kCertain);
    EXPECT_EQ(reset.contradiction_frame, data.frame);
}

// Behind the handshake, no host sends a segment without ACK, and none takes one (RFC
// 9293, 3.10.7.4).
TEST(Middlebox, DataWithoutAckIsNotOfTheHost) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().sends(300);
    const Reset& reset = tcp.server().resetsPassively();
    const auto acks_no_more = SequenceNumber(1101);
    tcp.after(40ms).server().ack(acks_no_more).says(kPsh, 200);
    EXPECT_EQ(reset.contradiction_frame, 0u);
}

// Data that the host had sent before it aborted, and that came behind the RST.
TEST(Middlebox, HostDoesNotSendOnWhatCameLate) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    Segment data = tcp.uncaptured().server().sends(200);
    const Reset& reset = tcp.server().aborts();
    tcp.capture().add(data);
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
}

// A bare ACK that acknowledges nothing new, but has the next IP ID of the sender's count.
TEST(Middlebox, SocketCountsOn) {
    Conversation tcp;
    tcp.handshake();
    for (int i = 0; i < 3; ++i) tcp.request();
    tcp.client().sends(300);
    const Reset& reset = tcp.server().resetsPassively();
    const Segment ack = tcp.server().ack(SequenceNumber(1301)).window(400).acks();
    EXPECT_EQ(reset.verdict, Verdict::kMiddlebox);
    EXPECT_EQ(reset.certainty, Certainty::kProbable);
    EXPECT_TRUE(reset.evidence.has(Evidence::kSocketGoesOn));
    EXPECT_EQ(reset.contradiction_frame, ack.frame);
    // What is made in its name later is no answer of a closed connection.
    tcp.client().sends(300);
    const Reset& second = tcp.server().resetsPassively();
    EXPECT_EQ(second.verdict, Verdict::kMiddlebox);
    EXPECT_TRUE(second.evidence.has(Evidence::kSocketWentOn));
}

// An IPS resets both ends with one packet, turned around for the other.
TEST(Middlebox, ResetsBothEndsWithOneIpId) {
    Conversation tcp;
    tcp.handshake();
    for (int i = 0; i < 3; ++i) tcp.request();
    tcp.client().sends(300);
    const Reset& first = tcp.server().ipId(0xbeef).aborts();
    const Reset& second = tcp.atOnce().client().ipId(0xbeef).aborts();
    EXPECT_EQ(second.verdict, Verdict::kMiddlebox);
    EXPECT_EQ(second.certainty, Certainty::kProbable);
    EXPECT_TRUE(second.evidence.has(Evidence::kBothEndsAtOnce));
    EXPECT_EQ(first.verdict, Verdict::kMiddlebox);
    EXPECT_TRUE(first.evidence.has(Evidence::kOtherEndToo));
}

// Both programs have the same idle timeout.
TEST(Middlebox, IsNotSaidWhereBothSocketsAbortAtOnce) {
    Conversation tcp;
    tcp.handshake();
    for (int i = 0; i < 3; ++i) tcp.request();
    EXPECT_EQ(tcp.after(60s).server().aborts().verdict, Verdict::kAbort);
    EXPECT_NE(tcp.atOnce().client().aborts().verdict, Verdict::kMiddlebox);
}

TEST(SelfDescribed, ResetTellsItsReason) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.request();
    const auto say = [](Segment& s) { s.reset_text = "No route to host"; };
    const Reset& text = tcp.server().with(say).aborts();
    EXPECT_EQ(text.verdict, Verdict::kSelfDescribed);
    EXPECT_EQ(text.certainty, Certainty::kCertain);

    // Without an IP ID of the server's own count, a box may have turned a packet around.
    Conversation without_id({.ip = IpVersion::kV6});
    without_id.handshake();
    EXPECT_EQ(without_id.server().with(say).aborts().certainty, Certainty::kProbable);

    Conversation octets;
    octets.handshake();
    EXPECT_EQ(octets.server()
                  .with([](Segment& s) { s.reset_text = std::string_view("\x01\x02", 2); })
                  .aborts()
                  .certainty,
              Certainty::kProbable);

    Conversation mptcp;
    mptcp.handshake();
    const Reset& option =
        mptcp.server().with([](Segment& s) { s.has_mptcp_reset = true; }).aborts();
    EXPECT_EQ(option.verdict, Verdict::kSelfDescribed);
    EXPECT_TRUE(option.evidence.has(Evidence::kMptcpReset));
}

}  // namespace
}  // namespace finrst
