// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/ladder.h"
#include "report/places_text.h"
#include "wire.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace finrst {

namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

Duration distance(Duration a, Duration b) {
    return std::chrono::abs(a - b);
}

// The clocks.

TEST(Clocks, AreAsFarApartAsPacketsInBothDirectionsAllow) {
    Wire wire({.server_ahead = 1h, .way = 2ms});
    wire.handshake();
    wire.request();
    const PlaceFinding server = wire.join().findings()[1];
    ASSERT_TRUE(server.clock_ahead);
    EXPECT_EQ(server.clock_uncertainty, Duration(2ms));
    EXPECT_LE(distance(*server.clock_ahead, 1h), *server.clock_uncertainty);
    EXPECT_EQ(server.clock_drift, 0);
}

TEST(Clocks, DriftIsFound) {
    Wire wire({.server_ahead = -1h, .server_drift = 200e-6, .way = 1ms});
    wire.handshake();
    for (int i = 0; i < 100; ++i) wire.after(1s).request();
    const PlaceFinding server = wire.join().findings()[1];
    ASSERT_TRUE(server.clock_drift);
    EXPECT_NEAR(*server.clock_drift, 200e-6, 2e-6);
    EXPECT_LE(distance(*server.clock_ahead, -1h), *server.clock_uncertainty);
    EXPECT_LE(*server.clock_uncertainty, Duration(2ms));
}

TEST(Clocks, AreNotKnownByOneDirection) {
    Wire wire;
    wire.missedNearServer().client().syn();
    wire.server().synAck();
    wire.missedNearServer().client().acks();
    wire.server().sends(10);
    EXPECT_FALSE(wire.join().findings()[1].clock_ahead);
}

// How far the places are.

TEST(Distances, AreToldByAnswersAndTtls) {
    Wire wire({.way = 8ms, .hops = 3});
    wire.handshake();
    wire.request();
    const std::vector<PlaceFinding> places = wire.join().findings();
    const PlaceFinding& client = places[0];
    const PlaceFinding& server = places[1];
    EXPECT_EQ(client.hops, std::nullopt);
    EXPECT_EQ(server.hops, 3U);
    // Twice the way lies between what the server takes near it, and from the client's place.
    ASSERT_TRUE(client.round_trip_to_server && server.round_trip_to_server);
    EXPECT_LE(distance(*client.round_trip_to_server - *server.round_trip_to_server, 16ms), 16us);
    EXPECT_LE(distance(*server.round_trip_to_client - *client.round_trip_to_client, 16ms), 16us);
}

// A RST that passed both places.

TEST(Reset, ThatBothPlacesHoldWasSentAndArrived) {
    Wire wire({.server_ahead = 1h});
    wire.handshake();
    wire.request();
    wire.server().resets();
    wire.join();
    EXPECT_EQ(wire.nearClient().sent, Seen::kYes);
    EXPECT_EQ(wire.nearClient().frame_toward_sender, 7);
    EXPECT_EQ(wire.nearServer().arrived, Seen::kYes);
    EXPECT_EQ(wire.nearServer().frame_toward_receiver, 7);
    EXPECT_EQ(wire.resetNearClient().verdict, Verdict::kAbort);
}

TEST(Reset, IsToldOfWhereItWasSent) {
    Wire wire;
    wire.handshake();
    wire.server().resets();
    const JoinedPlaces& places = wire.join();
    EXPECT_EQ(places.toldBy(0), std::vector<bool>{false});
    EXPECT_EQ(places.toldBy(1), std::vector<bool>{true});
}

TEST(Reset, IsFoundBehindANat) {
    Wire wire({.has_nat = true});
    wire.handshake();
    wire.request();
    wire.client().resets();
    wire.join();
    EXPECT_EQ(wire.nearServer().sent, Seen::kYes);
    EXPECT_EQ(wire.nearServer().frame_toward_sender, 7);
}

TEST(Reset, WithoutARouterBetweenThePlacesHasItsWayByTheTimes) {
    Wire wire({.server_ahead = 1h, .hops = 0});
    wire.handshake();
    wire.request();
    wire.server().resets();
    wire.join();
    EXPECT_EQ(wire.nearServer().toward_receiver, "client.pcap");
}

TEST(Reset, ThatIsSentAgainIsNotTheOneThatWasLost) {
    Wire wire;
    wire.handshake();
    const Segment lost = wire.lostBetween().server().resets();
    wire.after(200ms).server().repeats(lost);
    wire.client().acks();
    wire.join();
    EXPECT_EQ(wire.nearClient().frame_toward_sender, 5);  // the second near the server
}

TEST(Reset, IsFoundWhereARouterGivesPacketsIpIdsOfItsOwn) {
    Wire wire({.rewrites_ids = true});
    wire.handshake();
    wire.request();
    wire.server().resets();
    wire.join();
    EXPECT_EQ(wire.nearServer().arrived, Seen::kYes);
}

// Numbers that are others at the other end.

TEST(Shifted, RstIsFoundByIpIds) {
    Wire wire({.server_ahead = 1h, .shifts_numbers = true});
    wire.handshake();
    wire.request();
    wire.server().resets();
    wire.join();
    EXPECT_EQ(wire.nearServer().arrived, Seen::kYes);
    EXPECT_EQ(wire.nearClient().frame_toward_sender, 7);
}

TEST(Shifted, RstThatWasMadeBetweenIsProven) {
    Wire wire({.shifts_numbers = true});
    wire.handshake();
    wire.request();
    wire.madeBetween().server().resets();
    wire.after(100ms).server().sends(10);
    wire.after(100ms).client().acks();
    wire.join();
    EXPECT_EQ(wire.nearClient().sent, Seen::kNo);
    EXPECT_EQ(wire.nearClient().went_on_frame, 7);
    EXPECT_EQ(wire.resetNearClient().certainty, Certainty::kCertain);
}

TEST(Shifted, IsNotFoundWithoutIpIds) {
    Wire wire({.shifts_numbers = true, .has_ids = false});
    wire.handshake();
    wire.request();
    wire.server().resets();
    EXPECT_THAT(wire.join().refusal(), HasSubstr("gives connections numbers of its own"));
}

// As a health check's, which are all alike.
TEST(Shifted, IsNotAnotherConnectionOnTheSamePorts) {
    Wire wire;
    wire.stopNearServer();
    wire.handshake();
    wire.request();
    wire.server().resets();
    wire.beginAnew();
    wire.stopNearClient();
    wire.startNearServer();
    wire.handshake();
    wire.request();
    wire.server().resets();
    EXPECT_THAT(wire.join().refusal(), HasSubstr("has no connection in common"));
}

// What is changed on the way.

std::vector<std::string> changes(const PlacesReport& report) {
    std::vector<std::string> told;
    for (const Change& change : report.beside->changes) {
        told.push_back(std::string(token(change.what)) +
                       (change.is_of_sender ? " of sender " : " ") + change.here + " " +
                       change.there);
    }
    return told;
}

TEST(Changed, IsNothingWhereTtlsAloneAreOthers) {
    Wire wire;
    wire.handshake();
    wire.server().resets();
    wire.join();
    EXPECT_THAT(changes(wire.nearServer()), ElementsAre());
}

TEST(Changed, AreAddressAndPortByANat) {
    Wire wire({.has_nat = true});
    wire.handshake();
    wire.request();
    wire.client().resets();
    wire.join();
    EXPECT_THAT(changes(wire.nearClient()),
                ElementsAre("address of sender 10.0.1.2 10.0.2.1", "port of sender 40000 61000"));
}

TEST(Changed, AreTheNumbersOfBothEnds) {
    Wire wire({.client_isn = 1'000, .server_isn = 500, .shifts_numbers = true});
    wire.handshake();
    wire.request();
    wire.server().resets();
    wire.join();
    EXPECT_THAT(changes(wire.nearServer()),
                ElementsAre("numbers of sender 55022 701", "numbers 3000001000 1000"));
}

TEST(Changed, IsWhatSynsOffer) {
    Wire wire({.mss_there = 1200, .strips_sack = true});
    wire.handshake();
    wire.server().resets();
    wire.join();
    EXPECT_THAT(changes(wire.nearServer()),
                ElementsAre("mss 1200 1460", "sack_permitted  present", "mss of sender 1200 1460"));
}

TEST(Changed, AreIpIds) {
    Wire wire({.rewrites_ids = true});
    wire.handshake();
    wire.request();
    wire.server().resets();
    wire.join();
    EXPECT_THAT(changes(wire.nearServer()),
                ElementsAre("ip_id of sender 63014 9002", "ip_id 700 100"));
}

// Three places.

TEST(Three, RstThatPassedAllWasSentAndArrived) {
    Wire wire({.server_ahead = 1h, .way = 2ms, .hops = 2, .has_middle = true});
    wire.handshake();
    wire.request();
    wire.server().resets();
    wire.join();
    for (const PlacesReport* report : {&wire.nearClient(), &wire.between(), &wire.nearServer()}) {
        EXPECT_EQ(report->sent, Seen::kYes);
        EXPECT_EQ(report->arrived, Seen::kYes);
    }
    EXPECT_EQ(wire.between().toward_sender, "server.pcap");
    EXPECT_EQ(wire.between().toward_receiver, "client.pcap");
}

TEST(Three, RstWasMadeBehindTheLastPlaceThatHoldsIt) {
    Wire wire({.way = 2ms, .hops = 2, .has_middle = true});
    wire.handshake();
    wire.request();
    wire.madeBetween().server().resets();
    wire.after(100ms).server().sends(10);
    wire.after(100ms).client().acks();
    wire.join();
    // Near the server, and before the middle: the client's place and the router's hold it.
    EXPECT_EQ(wire.nearClient().sent, Seen::kNo);
    EXPECT_EQ(wire.nearClient().toward_sender, "server.pcap");
    EXPECT_EQ(wire.between().sent, Seen::kNo);
    EXPECT_EQ(wire.between().arrived, Seen::kYes);
}

TEST(Three, RstThatWasLostBehindTheMiddleNeverArrived) {
    Wire wire({.way = 2ms, .hops = 2, .has_middle = true});
    wire.handshake();
    wire.request();
    wire.lostBetween().server().resets();
    wire.after(1s).client().sends(10);
    wire.server().resetsPassively();
    wire.join();
    EXPECT_EQ(wire.nearServer().arrived, Seen::kNo);
    EXPECT_EQ(wire.nearServer().toward_receiver, "client.pcap");
    EXPECT_EQ(wire.between().sent, Seen::kYes);
    EXPECT_EQ(wire.between().arrived, Seen::kNo);
}

TEST(Three, ConnectionIsToldOfOnce) {
    Wire wire({.way = 2ms, .hops = 2, .has_middle = true});
    wire.handshake();
    wire.server().resets();
    const JoinedPlaces& places = wire.join();
    int told = 0;
    for (std::size_t i = 0; i < 3; ++i) told += places.toldBy(i)[0];
    EXPECT_EQ(told, 1);
}

// The course of a connection, between the places.

TEST(Ladder, TellsBothFramesOfWhatPassedBothPlaces) {
    Wire wire;
    wire.handshake();
    wire.missedNearServer().client().acks();
    wire.server().resets();
    wire.join();
    const LadderStep rst = ladder(wire.analysisNearClient(), wire.resetNearClient()).back();
    EXPECT_EQ(rst.frame, 5);
    EXPECT_EQ(rst.frame_elsewhere, 4);
    EXPECT_EQ(rst.way, Way::kWhole);
}

TEST(Ladder, EndsWhereASegmentWasLost) {
    Wire wire;
    wire.handshake();
    wire.request();
    wire.lostBetween().client().resets();
    wire.after(1s).server().sends(10);
    wire.client().resetsPassively();
    wire.join();
    const LadderStep rst = ladder(wire.analysisNearClient(), wire.resetNearClient()).back();
    EXPECT_EQ(rst.way, Way::kLost);
    EXPECT_EQ(rst.frame_elsewhere, 0);
}

TEST(Ladder, EndsAtARstThatWasLostThoughItsLikeArrived) {
    Wire wire;
    wire.handshake();
    wire.request();
    wire.lostBetween().client().resetsPassively();
    wire.after(200ms).server().sends(10);
    wire.client().resetsPassively();
    wire.join();
    const std::vector<LadderStep> steps = ladder(wire.analysisNearClient(), wire.resetNearClient());
    EXPECT_EQ(steps.back().frame, 7);
    EXPECT_EQ(steps.back().way, Way::kLost);
}

TEST(Ladder, BeginsWhereASegmentWasMade) {
    Wire wire;
    wire.handshake();
    wire.request();
    wire.madeBetween().server().resets();
    wire.after(100ms).server().sends(10);
    wire.join();
    const LadderStep rst = ladder(wire.analysisNearClient(), wire.resetNearClient()).back();
    EXPECT_EQ(rst.way, Way::kMadeBetween);
}

TEST(Ladder, SaysNothingOfWhatWasNotRecorded) {
    Wire wire;
    wire.handshake();
    wire.request();
    wire.stopNearServer();
    wire.client().resets();
    wire.join();
    const LadderStep rst = ladder(wire.analysisNearClient(), wire.resetNearClient()).back();
    EXPECT_EQ(rst.way, Way::kWhole);
}

TEST(Ladder, IsTextWithTheFramesOfBothPlaces) {
    Wire wire;
    wire.handshake();
    wire.request();
    wire.madeBetween().server().resets();
    wire.after(100ms).server().sends(10);
    wire.join();
    EXPECT_THAT(ladderLines(courseOf(wire.analysisNearClient(), wire.resetNearClient())),
                ElementsAre("Its course, from 10.0.1.2:40000 to 10.0.2.2:6379, by frames of "
                            "client.pcap and of server.pcap:",
                            "+0 ns     1  SYN-SENT  -- SYN -->          1",
                            "+13.1 ms  7  CLOSED    <-- RST --  CLOSED  never sent"));
}

// A RST that arrived, and was never sent.

TEST(Forged, IsProvenByASenderThatGoesOn) {
    Wire wire({.server_ahead = 1h, .server_drift = 200e-6});
    wire.handshake();
    wire.request();
    wire.madeBetween().server().resets();
    wire.after(100ms).server().sends(10);
    wire.after(100ms).client().acks();
    wire.join();
    EXPECT_EQ(wire.nearClient().sent, Seen::kNo);
    EXPECT_EQ(wire.nearClient().went_on_frame, 7);
    EXPECT_EQ(wire.resetNearClient().verdict, Verdict::kMiddlebox);
    EXPECT_EQ(wire.resetNearClient().certainty, Certainty::kCertain);
    EXPECT_TRUE(wire.resetNearClient().evidence.has(Evidence::kNeverSent));
}

TEST(Forged, IsProvenByWhatItAnswersThatNeverCame) {
    Wire wire;
    wire.handshake();
    for (int i = 0; i < 100; ++i) wire.request();
    wire.lostBetween().client().sends(100);
    wire.madeBetween().server().resetsPassively();
    wire.connectAnew();
    wire.after(1s).handshake();
    wire.join();
    EXPECT_EQ(wire.nearClient().sent, Seen::kNo);
    EXPECT_TRUE(wire.nearClient().lacks_trigger);
    EXPECT_EQ(wire.resetNearClient().verdict, Verdict::kMiddlebox);
    EXPECT_EQ(wire.resetNearClient().certainty, Certainty::kCertain);
}

TEST(Forged, IsProvenByARecorderThatLostNothing) {
    Wire wire;
    wire.handshake();
    wire.request();
    wire.after(1s).madeBetween().server().resets();
    wire.serverRecorderLost(0);
    wire.join();
    EXPECT_EQ(wire.resetNearClient().verdict, Verdict::kMiddlebox);
    EXPECT_EQ(wire.resetNearClient().certainty, Certainty::kCertain);
}

TEST(Forged, IsProbableWhereOnlyTheRstIsMissing) {
    Wire wire;
    wire.handshake();
    wire.request();
    wire.after(1s).madeBetween().server().resets();
    wire.connectAnew();
    wire.after(1s).handshake();
    wire.join();
    EXPECT_EQ(wire.nearClient().sent, Seen::kNo);
    EXPECT_EQ(wire.resetNearClient().verdict, Verdict::kMiddlebox);
    EXPECT_EQ(wire.resetNearClient().certainty, Certainty::kProbable);
}

TEST(Forged, RefusalIsProbableByOtherConnectionsToTheService) {
    Wire wire;
    wire.handshake();
    for (int i = 0; i < 100; ++i) wire.request();
    wire.connectAnew();
    wire.lostBetween().client().syn();
    wire.madeBetween().server().refuses();
    wire.connectAnew();
    wire.after(1s).handshake();
    wire.join();
    EXPECT_EQ(wire.nearClient().sent, Seen::kNo);
    EXPECT_EQ(wire.resetNearClient().certainty, Certainty::kProbable);
}

TEST(Forged, IsToldOfWhereItCame) {
    Wire wire;
    wire.handshake();
    wire.request();
    wire.madeBetween().server().resets();
    wire.after(100ms).server().resets();
    wire.after(100ms).client().acks();
    EXPECT_EQ(wire.join().toldBy(0), std::vector<bool>{true});
}

// A RST that was sent, and never arrived.

TEST(Lost, LeavesItsReceiverHalfOpen) {
    Wire wire({.server_ahead = 1h});
    wire.handshake();
    wire.request();
    wire.lostBetween().server().resets();
    wire.after(1s).client().sends(100);
    wire.after(1s).client().sends(100);
    wire.join();
    EXPECT_EQ(wire.nearServer().arrived, Seen::kNo);
    EXPECT_TRUE(wire.resetNearServer().evidence.has(Evidence::kNeverArrived));
    EXPECT_EQ(wire.resetNearServer().verdict, Verdict::kAbort);
}

// The server has both FINs ACKed, but its client does not know: its FIN comes again.
TEST(Lost, AckOfTheFinExplainsTheFinThatComesAgain) {
    Wire wire;
    wire.handshake();
    wire.request();
    wire.client().fin();
    const Segment fin = wire.server().fin();
    wire.lostBetween().client().acks();
    wire.after(200ms).server().repeats(fin);
    wire.client().resetsPassively();
    wire.after(1s).connectAnew();
    wire.handshake();
    wire.join();
    ASSERT_TRUE(wire.nearClient().beside);
    EXPECT_EQ(wire.nearClient().beside->lost_frame, 9);
    EXPECT_TRUE(wire.resetNearClient().evidence.has(Evidence::kLostBefore));
}

TEST(Lost, NothingOfWhatCameAgain) {
    Wire wire;
    wire.handshake();
    wire.request();
    const Segment fin = wire.lostBetween().client().fin();
    wire.after(200ms).client().repeats(fin);
    wire.server().resets();
    wire.join();
    ASSERT_TRUE(wire.nearClient().beside);
    EXPECT_EQ(wire.nearClient().beside->lost_frame, 0);
    EXPECT_FALSE(wire.resetNearClient().evidence.has(Evidence::kLostBefore));
}

// What proves nothing.

TEST(NoProof, OfARecorderThatMissesOtherPacketsToo) {
    Wire wire;
    wire.handshake();
    wire.request();
    wire.missedNearServer().server().sends(10);
    wire.missedNearServer().server().resets();
    wire.connectAnew();
    wire.after(1s).handshake();
    wire.join();
    EXPECT_EQ(wire.nearClient().sent, Seen::kUnknown);
    EXPECT_EQ(wire.resetNearClient().verdict, Verdict::kAbort);
}

// A load balancer that leaves addresses as they are gives it some connections, and others others.
TEST(NoProof, OfAHostThatIsNotTheOnlyOneOfItsAddress) {
    Wire wire;
    wire.handshake();
    wire.request();
    wire.connectAnew();
    wire.stopNearServer();
    wire.handshake();
    wire.connectAnew();
    wire.client().syn();
    wire.server().refuses();
    wire.connectAnew();
    wire.startNearServer();
    wire.after(1s).handshake();
    wire.join();
    EXPECT_EQ(wire.nearClient().sent, Seen::kUnknown);
}

TEST(NoProof, OfARecorderThatHadStopped) {
    Wire wire;
    wire.handshake();
    wire.request();
    wire.stopNearServer();
    wire.after(1s).server().resets();
    wire.join();
    EXPECT_EQ(wire.nearClient().sent, Seen::kUnknown);
    EXPECT_EQ(wire.resetNearClient().verdict, Verdict::kAbort);
}

TEST(NoProof, OfARecorderThatHadNotBegun) {
    Wire wire;
    wire.stopNearServer();
    wire.handshake();
    wire.server().resets();
    wire.connectAnew();
    wire.startNearServer();
    wire.after(1s).handshake();
    wire.request();
    wire.join();
    EXPECT_EQ(wire.nearClient().sent, Seen::kUnknown);
}

TEST(NoProof, OfAPlaceThatSeesTheOtherDirectionOnly) {
    Wire wire;
    wire.client().syn();
    wire.missedNearServer().server().synAck();
    wire.client().acks();
    wire.missedNearServer().server().resets();
    wire.connectAnew();
    wire.after(1s).client().syn();
    wire.missedNearServer().server().synAck();
    wire.client().acks();
    wire.join();
    EXPECT_EQ(wire.nearClient().sent, Seen::kUnknown);
}

TEST(NoProof, WhereTheOtherPlaceHoldsAnotherRst) {
    Wire wire;
    wire.handshake();
    Segment reset = wire.missedNearClient().server().resets();
    reset.ack = reset.ack + 1;  // changed on its way
    wire.madeBetween().server().repeats(reset);
    wire.connectAnew();
    wire.after(1s).handshake();
    wire.join();
    EXPECT_EQ(wire.nearClient().sent, Seen::kUnknown);
}

// Two packets of a few may be missed by chance.
TEST(NoProof, OfWhatItAnswersThatNeverCameBesideFewPackets) {
    Wire wire;
    wire.handshake();
    wire.request();
    wire.missedNearServer().client().sends(100);
    wire.missedNearServer().server().resetsPassively();
    wire.connectAnew();
    wire.after(1s).handshake();
    wire.join();
    EXPECT_NE(wire.resetNearClient().certainty, Certainty::kCertain);
}

TEST(NoProof, OfPortsThatAreUsedAnew) {
    Wire wire;
    wire.handshake();
    wire.request();
    wire.missedNearServer().server().resets();
    wire.beginAnew();
    wire.missedNearClient().missedNearServer().client().syn();
    wire.missedNearClient().missedNearServer().server().synAck();
    wire.client().acks();
    wire.request();
    wire.join();
    EXPECT_NE(wire.resetNearClient().certainty, Certainty::kCertain);
}

TEST(NoProof, OfASocketThatResetsInTheHandshakeAndGoesOn) {
    Wire wire;
    wire.handshake();
    wire.connectAnew();
    wire.client().syn();
    wire.server().acks();  // of an older connection: a challenge
    wire.missedNearClient().client().resetsPassively();
    wire.after(1s).handshake();
    wire.request();
    wire.join();
    EXPECT_NE(wire.resetNearServer().certainty, Certainty::kCertain);
}

TEST(NoProof, ThatDataCameInOtherPiecesIsNoLoss) {
    Wire wire;
    wire.handshake();
    Segment whole = wire.lostBetween().server().sends(2000);
    Segment half = whole;
    half.length = 1000;
    wire.madeBetween().server().repeats(half);
    half.seq = half.seq + 1000;
    wire.madeBetween().server().repeats(half);
    wire.client().acks();
    wire.madeBetween().server().resets();
    wire.after(1s).server().sends(10);
    wire.client().acks();
    wire.join();
    EXPECT_EQ(wire.nearClient().sent, Seen::kNo);
}

// Captures that cannot be joined.

TEST(Refused, CapturesOfOtherTraffic) {
    Wire wire;
    wire.stopNearServer();
    wire.handshake();
    EXPECT_THAT(wire.join().refusal(),
                AllOf(HasSubstr("client.pcap has no connection in common with server.pcap"),
                      HasSubstr("or of another time")));
}

TEST(Refused, BothSidesOfAProxy) {
    Wire wire({.has_proxy = true});
    wire.handshake();
    wire.request();
    EXPECT_THAT(wire.join().refusal(), HasSubstr("10.0.2.1 is the server in one of them and a "
                                                 "client in the other. It is a proxy"));
}

TEST(Refused, NotCapturesThatShareAConnection) {
    Wire wire;
    wire.handshake();
    EXPECT_EQ(wire.join().refusal(), "");
}

}  // namespace

}  // namespace finrst
