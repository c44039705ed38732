// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>

namespace finrst {
namespace {

/// The address of the server behind the NAT.
Address realServer() {
    const std::array<std::uint8_t, 4> octets = {10, 0, 1, 2};
    return Address::fromV4(octets.data());
}
void fromRealServer(Segment& segment) {
    segment.source = realServer();
    segment.source_port = 8443;
}
void toRealServer(Segment& segment) {
    segment.destination = realServer();
    segment.destination_port = 8443;
}

// Behind a RST, connection tracking has nothing left by which to translate the answer to what came
// before.
TEST(Nat, LetsThroughWhatIsBehindAReset) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.server().fin();
    const Segment data = tcp.client().sends(24);
    const Reset& abort = tcp.client().aborts();
    const Reset& leaked = tcp.server().with(fromRealServer).resetsPassively(data);
    EXPECT_EQ(leaked.verdict, Verdict::kDataAfterClose);
    EXPECT_EQ(leaked.trigger_frame, data.frame);
    EXPECT_EQ(leaked.related_frame, abort.frame);
    EXPECT_EQ(tcp.capture().analysis().cause(leaked), Cause::kNatUntranslated);
    EXPECT_TRUE(leaked.evidence.has(Evidence::kSameUnderOtherAddress));
    EXPECT_EQ(abort.related_frame, 0u);
}

// Of a number that no other connection had, nothing is known.
TEST(Nat, IsNotSaidOfAnotherNumber) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().sends(24);
    tcp.client().aborts();
    const Reset& stray = tcp.server().with(fromRealServer).seq(SequenceNumber(77)).resetsBarely();
    EXPECT_EQ(stray.verdict, Verdict::kStray);
    EXPECT_EQ(stray.related_frame, 0u);
}

TEST(Nat, IsNotSaidALongTimeLater) {
    Conversation tcp;
    tcp.handshake();
    const Segment data = tcp.client().sends(24);
    tcp.client().aborts();
    EXPECT_EQ(tcp.after(10s).server().with(fromRealServer).resetsPassively(data).related_frame, 0u);
}

// The NAT has forgotten the silent connection: the server's data arrive from its own address.
TEST(Nat, ForgetsWhatIsSilent) {
    for (const bool is_probe : {false, true}) {
        Conversation tcp;
        tcp.handshake();
        tcp.request();
        const std::uint32_t latest = tcp.capture().segments().back().frame;
        tcp.after(1h);
        auto server = tcp.server().with(fromRealServer);
        const Segment leaked = is_probe ? server.probes() : server.sends(24);
        const Reset& reset = tcp.client().with(toRealServer).resetsPassively(leaked);
        EXPECT_EQ(reset.related_frame, latest);
        EXPECT_EQ(tcp.capture().analysis().cause(reset), Cause::kNatUntranslated);
    }
}

// One number alone may be chance, or a scanner's, once the other connection is long over.
TEST(Nat, IsNotSaidOfOtherDataAfterASilence) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.after(1h);
    const auto elsewhere = [](Segment& s) { s.seq = s.seq + 5000; };
    const Segment data = tcp.server().with(fromRealServer).with(elsewhere).sends(24);
    EXPECT_EQ(tcp.client().with(toRealServer).resetsPassively(data).related_frame, 0u);
}

// The SYN-ACK takes another way back: the client knows nothing of that address.
TEST(Nat, SynAckIsNotTranslatedBack) {
    Conversation tcp;
    const Segment syn = tcp.client().syn();
    Segment syn_ack = tcp.uncaptured().server().synAck();
    syn_ack.source = realServer();
    tcp.capture().add(syn_ack);
    const auto to_real_server = [](Segment& s) { s.destination = realServer(); };
    const Reset& reset = tcp.client().with(to_real_server).resetsPassively(syn_ack);
    EXPECT_EQ(reset.verdict, Verdict::kHandshakeReset);
    EXPECT_EQ(reset.related_frame, syn.frame);
    EXPECT_EQ(tcp.capture().analysis().cause(reset), Cause::kNatUntranslated);
}

// Each packet is captured before and behind the NAT.
TEST(Nat, BothSidesAreRecorded) {
    Conversation tcp;
    const auto behindNat = [&](bool from_client) {
        Segment twin = tcp.capture().segments().back();
        (from_client ? twin.destination : twin.source) = realServer();
        return tcp.capture().add(twin);
    };
    tcp.client().syn();
    behindNat(true);
    tcp.server().synAck();
    behindNat(false);
    tcp.client().acks();
    behindNat(true);
    const Reset& reset = tcp.after(5s).client().aborts();
    const Reset& twin = *behindNat(true);
    EXPECT_EQ(twin.related_frame, reset.frame);
    EXPECT_EQ(reset.related_frame, twin.frame);
    EXPECT_EQ(twin.verdict, reset.verdict);
    EXPECT_NE(tcp.capture().analysis().cause(twin), Cause::kNatUntranslated);
}

/// A SYN that is refused, and both packets once more with `change`, behind the NAT.
const Reset& refusedOnBothSides(Conversation& tcp, const std::function<void(Segment&)>& change) {
    Segment syn = tcp.client().syn();
    syn.destination = realServer();
    change(syn);
    tcp.capture().add(syn);
    const auto from_real_server = [](Segment& s) { s.source = realServer(); };
    const Reset& behind = tcp.server().with(from_real_server).resetsPassively(syn);
    tcp.server().resetsPassively();
    return behind;
}

TEST(Nat, RefusalIsRecordedOnBothSides) {
    Conversation tcp;
    const std::function<void(Segment&)> routed = [](Segment& s) { --s.ip.ttl; };
    const Reset& behind = refusedOnBothSides(tcp, routed);
    const std::uint32_t last = tcp.capture().segments().back().frame;
    const Reset& before = *tcp.capture().analysis().findReset(tcp.capture().segments().back());
    EXPECT_EQ(behind.related_frame, last);
    EXPECT_EQ(before.related_frame, behind.frame);
    for (const Reset* reset : {&behind, &before}) {
        EXPECT_EQ(reset->verdict, Verdict::kRefused);
        EXPECT_EQ(tcp.capture().analysis().cause(*reset), Cause::kNone);
    }
}

// Scanners give all hosts one IP ID (zmap), or one number and any ID and TTL (nmap).
TEST(Nat, IsNotSaidOfAScanOfClosedPorts) {
    for (const auto& change : {+[](Segment&) {},
                               +[](Segment& s) {
                                   s.ip.id = 77;
                                   s.ip.ttl = 50;
                               }}) {
        Conversation tcp;
        EXPECT_EQ(refusedOnBothSides(tcp, change).related_frame, 0u);
    }
}

// A scanner has one port and one number for all hosts.
TEST(Nat, IsNotSaidOfAScan) {
    Capture capture;
    Conversation silent(capture, {});
    silent.client().syn();
    Conversation refuses(capture, {});
    const auto to_other = [](Segment& s) { s.destination = realServer(); };
    const Segment syn = refuses.client().with(to_other).syn();
    const auto from_other = [](Segment& s) { s.source = realServer(); };
    const Reset& refused = refuses.server().with(from_other).resetsPassively(syn);
    EXPECT_EQ(refused.verdict, Verdict::kRefused);
    EXPECT_EQ(refused.related_frame, 0u);
}

/// A server with little room left, and the reset of what may be too much.
const Reset& outrunsWindow(Conversation& tcp, std::uint32_t octets) {
    const auto scaled = [](Segment& s) { s.window_shift = 7; };
    tcp.client().with(scaled).syn();
    tcp.server().with(scaled).synAck();
    tcp.client().acks();
    for (int i = 0; i < 3; ++i) {
        tcp.client().sends(1000);
        tcp.server().window(8).acks();
    }
    tcp.client().sends(octets);
    return tcp.server().resetsPassively();
}

void goesOn(Conversation& tcp) {
    tcp.after(20ms).server().ack(SequenceNumber(4001)).window(300).acks();
}

TEST(Conntrack, SegmentBeyondTheWindowIsInvalid) {
    Conversation tcp;
    const Reset& reset = outrunsWindow(tcp, 1448);
    goesOn(tcp);
    EXPECT_EQ(reset.verdict, Verdict::kMiddlebox);
    EXPECT_EQ(reset.beyond_window, 1448u - 8 * 128);
    EXPECT_EQ(tcp.capture().analysis().cause(reset), Cause::kConntrackInvalid);
}

// A socket that was there a moment ago would have challenged it.
TEST(Conntrack, KeepsASegmentFromASocketThatIsNotHeardAgain) {
    Conversation tcp;
    const Reset& reset = outrunsWindow(tcp, 1448);
    EXPECT_EQ(reset.verdict, Verdict::kMiddlebox);
    EXPECT_EQ(reset.certainty, Certainty::kPossible);
    EXPECT_EQ(tcp.capture().analysis().cause(reset), Cause::kConntrackInvalid);

    Conversation within;
    EXPECT_NE(outrunsWindow(within, 1000).verdict, Verdict::kMiddlebox);
}

TEST(Conntrack, SegmentInTheWindowIsNot) {
    Conversation tcp;
    const Reset& reset = outrunsWindow(tcp, 1000);
    goesOn(tcp);
    EXPECT_EQ(reset.beyond_window, 0u);
    EXPECT_NE(tcp.capture().analysis().cause(reset), Cause::kConntrackInvalid);
}

}  // namespace
}  // namespace finrst
