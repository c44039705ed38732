// SPDX-License-Identifier: GPL-2.0-or-later
// What finrst says of a conversation that shows one kind of incident. Those that it takes many
// connections to show are in incident_test.cc.

#include "day.h"

#include <gmock/gmock.h>

#include <array>

namespace finrst {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using Kind = IncidentKind;
using OneIncident = Day;

std::string all(const Incident& incident) {
    std::string text = incident.text.facts + " " + incident.text.harm;
    for (const auto* lines : {&incident.text.reason, &incident.text.advice}) {
        for (const std::string& line : *lines) text += "\n" + line;
    }
    return text;
}

/// What is looked at first: the kind, the title, and what it did.
void expect(const Incident& incident, Kind kind, std::string_view title, Harm harm) {
    EXPECT_EQ(incident.kind, kind);
    EXPECT_EQ(incident.text.title, title);
    EXPECT_EQ(token(incident.harm()), token(harm));
}

TEST_F(OneIncident, FinTimeout) {
    Conversation& tcp = use();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.after(60s).server().fin();
    tcp.client().resetsPassively();
    const Incident found = incident();
    expect(found, Kind::kFinTimeout,
           "10.0.0.1 probably stopped waiting before 10.0.0.2:6379 closed", Harm::kNothing);
    EXPECT_THAT(all(found), HasSubstr("heard the FIN of its peer only 60.0 s later"));
}

TEST_F(OneIncident, OrphanGivenUp) {
    Conversation& tcp = use();
    const Segment lost = tcp.undelivered().client().fin();
    for (const Duration wait : {210ms, 420ms, 840ms}) {
        tcp.after(wait).undelivered().client().repeats(lost);
    }
    tcp.after(10s).server().fin();
    tcp.client().resetsPassively();
    expect(incident(), Kind::kOrphanGivenUp,
           "10.0.0.1 probably dropped sockets whose FIN 10.0.0.2:6379 had not acknowledged",
           Harm::kNothing);
}

TEST_F(OneIncident, FinMetNoSocket) {
    closes(false);
    expect(incident(), Kind::kFinMetNoSocket,
           "10.0.0.1 probably had no socket any more when 10.0.0.2:6379 closed", Harm::kNothing);
}

TEST_F(OneIncident, ConnectionUnknown) {
    Conversation& tcp = use();
    tcp.after(30s).client().sends(10);
    tcp.server().resetsPassively();
    expect(incident(), Kind::kConnectionUnknown,
           "10.0.0.2:6379 probably lost 1 connection with 10.0.0.1", Harm::kDataLost);
}

TEST_F(OneIncident, UploadRefused) {
    Conversation& tcp = open(443);
    tcp.handshake();
    tcp.client().sends(1400);
    tcp.server().acks();
    tcp.client().sends(1400);
    tcp.server().window(490).sends(300);
    tcp.server().aborts();
    const Incident found = incident();
    expect(found, Kind::kUploadRefused,
           "10.0.0.2:443 closed without reading all that 10.0.0.1 had sent", Harm::kDataLost);
    EXPECT_THAT(all(found), HasSubstr("the client may lose the answer that came before"));
}

TEST_F(OneIncident, ServerAborts) {
    use(443).after(2s).server().aborts();
    expect(incident(), Kind::kServerAborts, "10.0.0.2:443 aborted 1 connection", Harm::kUnknown);
}

TEST_F(OneIncident, AcceptQueueFull) {
    Conversation& tcp = open(443);
    tcp.handshake();
    tcp.server().resetsPassively();
    expect(incident(), Kind::kAcceptQueueFull,
           "The accept queue of 10.0.0.2:443 may have been full: 1 connection not taken",
           Harm::kRequestFailed);
}

// No connection was there to be accepted yet (TCP_TOO_OLD_ACK).
TEST_F(OneIncident, AnAckOfSomethingElseMeetsNoAcceptQueue) {
    Conversation& tcp = open(443);
    tcp.client().syn();
    tcp.server().synAck();
    tcp.client().ack(tcp.client().expected() + (-1000)).acks();
    tcp.server().resetsPassively();
    expect(incident(), Kind::kHandshakeReset,
           "10.0.0.2:443 probably gave up 1 connection in the handshake", Harm::kRequestFailed);
}

// Linux' default: it ignores the ACK and the request, until it gives up its SYN-ACKs.
TEST_F(OneIncident, AcceptQueueFullIgnoresTheClient) {
    Conversation& tcp = open(443);
    tcp.client().syn();
    const Segment syn_ack = tcp.server().synAck();
    tcp.undelivered().client().acks();
    const Segment request = tcp.undelivered().client().sends(100);
    tcp.after(1s).server().repeats(syn_ack);
    tcp.undelivered().client().acks();
    tcp.after(3s).client().repeats(request);
    tcp.server().resetsPassively();
    const Incident found = incident();
    expect(found, Kind::kAcceptQueueFull,
           "The accept queue of 10.0.0.2:443 may have been full: 1 connection not taken",
           Harm::kRequestFailed);
    EXPECT_THAT(all(found), HasSubstr("larger backlog"));
}

TEST_F(OneIncident, ListenerClosed) {
    Conversation& tcp = open(443);
    tcp.handshake();
    tcp.after(5s).server().aborts();
    expect(incident(), Kind::kListenerClosed,
           "10.0.0.2:443 may have closed its listener over 1 connection that nobody had accepted",
           Harm::kRequestFailed);
}

TEST_F(OneIncident, SynCookie) {
    Conversation& tcp = open(443);
    tcp.handshake();
    tcp.after(121s).client().sends(100);
    tcp.server().resetsPassively();
    expect(incident(), Kind::kSynCookie,
           "10.0.0.2:443 may have refused SYN cookies: 1 connection reset at the first data",
           Harm::kDataLost);
}

TEST_F(OneIncident, HandshakeReset) {
    Conversation& tcp = open(443);
    tcp.client().syn();
    tcp.server().synAck();
    tcp.client().resetsPassively();
    expect(incident(), Kind::kHandshakeReset,
           "10.0.0.1 probably gave up 1 connection in the handshake", Harm::kNothing);
}

/// A connection over a path of 40 ms there and back, with a pause between two requests.
void useFarAway(Conversation& tcp, Duration pause) {
    tcp.client().syn();
    tcp.server().synAck();
    tcp.after(40ms).client().acks();
    tcp.client().sends(100);
    tcp.server().sends(200);
    tcp.after(40ms).client().acks();
    tcp.after(pause).client().sends(100);
    tcp.server().sends(200);
    tcp.after(40ms).client().acks();
}

// Captured at the server: its FIN is under way to the client, as is the request to it.
TEST_F(OneIncident, KeepaliveRaceTellsBothIdleTimes) {
    for (int i = 0; i < 3; ++i) {
        Conversation& tcp = open(443);
        useFarAway(tcp, 4s);
        tcp.after(5s).undelivered().server().fin();
        tcp.after(20ms).client().sends(100);
        tcp.server().resetsPassively();
    }
    const Incident found = incident();
    expect(found, Kind::kKeepaliveRace,
           "10.0.0.2:443 probably closed idle connections as 10.0.0.1 sent requests",
           Harm::kRequestFailed);
    EXPECT_THAT(all(found), HasSubstr("The server closed after 5.04 s idle; the client used "
                                      "connections again after up to"));
}

TEST_F(OneIncident, ReuseAfterClose) {
    Conversation& tcp = open(443);
    useFarAway(tcp, 4s);
    tcp.after(5s).server().fin();
    tcp.after(40ms).client().acks();
    tcp.after(1s).client().sends(100);
    tcp.server().resetsPassively();
    const Incident found = incident();
    expect(found, Kind::kReuseAfterClose,
           "10.0.0.1 probably used connections that 10.0.0.2:443 had closed", Harm::kRequestFailed);
    EXPECT_THAT(all(found), HasSubstr("The request came 1.04 s after the server's FIN"));
    EXPECT_THAT(all(found), HasSubstr("The server closed after 5.04 s idle; the client used "
                                      "connections again after up to 4.04 s."));
}

TEST_F(OneIncident, KeepaliveTimeout) {
    Conversation& tcp = use();
    for (int i = 0; i < 3; ++i) tcp.after(20s).undelivered().client().probes();
    tcp.after(20s).client().aborts();
    expect(incident(), Kind::kKeepaliveTimeout, "10.0.0.2:6379 did not answer 10.0.0.1 any more",
           Harm::kUnknown);
}

// The server sat there with its bug, and then sent what nobody waited for.
TEST_F(OneIncident, CloseWait) {
    std::array<Conversation*, 3> open = {&use(443), &use(443), &use(443)};
    for (Conversation* tcp : open) {
        tcp->client().fin();
        tcp->after(5s).server().acks();
    }
    capture_.after(20s);
    for (Conversation* tcp : open) {
        tcp->server().sends(24);
        tcp->client().resetsPassively();
    }
    const Incident found = incident();
    expect(found, Kind::kCloseWait,
           "10.0.0.2:443 probably left 3 connections in CLOSE-WAIT for 20.0 s to 30.0 s",
           Harm::kUnknown);
    EXPECT_THAT(all(found), HasSubstr("as many as 3 at "));
    EXPECT_THAT(all(found), HasSubstr("and 0 when the capture ended"));
}

TEST_F(OneIncident, ClientAborts) {
    for (int i = 0; i < 7; ++i) use(443);
    for (int i = 0; i < 3; ++i) {
        Conversation& tcp = use(443);
        tcp.server().sends(1400);
        tcp.client().aborts();
    }
    const Incident found = incident();
    expect(found, Kind::kClientAborts, "10.0.0.1 aborted 3 connections to 10.0.0.2:443",
           Harm::kUnknown);
    EXPECT_THAT(all(found), HasSubstr("10 connections"));
}

TEST_F(OneIncident, ConntrackInvalid) {
    const auto scaled = [](Segment& s) { s.window_shift = 7; };
    Conversation& tcp = open(443);
    tcp.client().with(scaled).syn();
    tcp.server().with(scaled).synAck();
    tcp.client().acks();
    for (int i = 0; i < 3; ++i) {
        tcp.client().sends(1000);
        tcp.server().window(8).acks();
    }
    tcp.client().sends(1448);  // more than 8 * 128
    tcp.server().resetsPassively();
    tcp.after(20ms).server().ack(SequenceNumber(4001)).window(300).acks();
    expect(
        incident(), Kind::kConntrackInvalid,
        "Connection tracking before 10.0.0.2 probably called segments invalid: 1 connection reset",
        Harm::kDataLost);
}

TEST_F(OneIncident, FirewallRefuses) {
    Conversation& far_away = open(443);
    far_away.serverStack().ttl = 54;
    far_away.client().syn();
    far_away.after(14ms).server().synAck();
    far_away.client().acks();
    Conversation& tcp = open(21);
    tcp.client().syn();
    tcp.server().ttl(63).resetsPassively();
    expect(incident(), Kind::kFirewallRefuses,
           "A firewall probably refused 10.0.0.1 in the name of 10.0.0.2:21", Harm::kRequestFailed);
}

// TTL and window count up.
TEST_F(OneIncident, ForgedResets) {
    Conversation& tcp = open(443);
    tcp.handshake();
    tcp.client().sends(300);
    for (std::uint8_t i = 0; i < 3; ++i) {
        tcp.server().ttl(static_cast<std::uint8_t>(54 + i)).window(78 + i).aborts();
    }
    expect(incident(), Kind::kForgedResets,
           "Something on the way probably reset 1 connection in the name of 10.0.0.2:443",
           Harm::kDataLost);
}

// Behind a RST, connection tracking has nothing left by which to translate the answer to what came
// before.
TEST_F(OneIncident, NatUntranslated) {
    const auto from_real_server = [](Segment& s) {
        constexpr std::array<std::uint8_t, 4> kRealServer = {10, 0, 1, 2};
        s.source = Address::fromV4(kRealServer.data());
        s.source_port = 8443;
    };
    Conversation& tcp = use(443);
    tcp.server().fin();
    const Segment data = tcp.client().sends(24);
    tcp.client().aborts();
    tcp.server().with(from_real_server).resetsPassively(data);
    ASSERT_EQ(kinds().size(), 2u);
    expect(incidents()[0], Kind::kNatUntranslated,
           "A NAT probably let segments through untranslated: 1 connection reset", Harm::kNothing);
}

TEST_F(OneIncident, SelfDescribed) {
    Conversation& tcp = use(443);
    tcp.request();
    tcp.server().with([](Segment& s) { s.reset_text = "No route to host"; }).aborts();
    expect(incident(), Kind::kSelfDescribed, "10.0.0.2:443 reset 1 connection, and says why",
           Harm::kUnknown);
}

TEST_F(OneIncident, NoFinWait2) {
    Conversation& tcp = use(443);
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.atOnce().client().resetsPassively();
    expect(incident(), Kind::kNoFinWait2, "10.0.0.1 does not wait for 10.0.0.2:443 to close",
           Harm::kNothing);
}

TEST_F(OneIncident, Unexplained) {
    Conversation& tcp = use(443);
    tcp.after(5s).server().sends(100);
    tcp.client().acks();
    tcp.client().resetsBarely();
    expect(incident(), Kind::kUnexplained,
           "10.0.0.1 reset 1 connection, and the capture does not tell why", Harm::kUnknown);
}

TEST_F(OneIncident, PortReuse) {
    Conversation& tcp = use(443);
    tcp.after(1h);
    const SequenceNumber old_next = tcp.client().next();
    tcp.reuse(9'000'000, 500'301);
    tcp.client().syn();
    tcp.server().ack(old_next).acks();
    tcp.client().resetsPassively();
    expect(incident(), Kind::kPortReuse, "10.0.0.1 used ports again that 10.0.0.2:443 still held",
           Harm::kNothing);
}

TEST_F(OneIncident, Stray) {
    open(443).server().seq(SequenceNumber(77)).resetsBarely();
    expect(
        incident(), Kind::kStray,
        "RSTs of 10.0.0.2:443 in 1 connection, of which the capture holds too little to tell why",
        Harm::kUnknown);
}

}  // namespace
}  // namespace finrst
