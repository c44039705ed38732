// SPDX-License-Identifier: GPL-2.0-or-later
// What happened in a capture: resets that one thing explains are one incident.

#include "report/incident.h"

#include "analysis/tracker.h"
#include "day.h"
#include "random_conversation.h"
#include "report/text_tables.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <deque>
#include <set>
#include <string>

namespace finrst {

namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

using Kind = IncidentKind;

TEST_F(Day, WithoutResetsHasNoIncident) {
    use();
    closes(true);
    EXPECT_THAT(incidents(), IsEmpty());
    EXPECT_THAT(summary(), HasSubstr(": no RST.\n"));
}

TEST_F(Day, OfAFullTableNamesTheHost) {
    for (int i = 0; i < 5; ++i) closes(true);
    for (int i = 0; i < 3; ++i) closes(false);
    const std::vector<Incident> found = incidents();
    ASSERT_THAT(kinds(), ElementsAre(Kind::kTableFull));
    EXPECT_EQ(found[0].connections, 3u);
    EXPECT_EQ(found[0].harm(), Harm::kNothing);
    EXPECT_EQ(found[0].text.title, "10.0.0.1 probably ran out of TIME_WAIT buckets");
    EXPECT_THAT(found[0].text.advice[0], HasSubstr("Change: net.ipv4.tcp_max_tw_buckets="));
}

// What a filter lets through is a part of what the host closes: it may need more than that.
TEST_F(Day, OfAFullTableAndAFilterDoesNotSayHowManyBucketsAreNeeded) {
    for (int i = 0; i < 5; ++i) closes(true);
    for (int i = 0; i < 3; ++i) closes(false);
    const CaptureAnalysis& analysis = capture_.analysis();
    Selection last(analysis.connections().size(), false);
    last.back() = true;
    const Report report = makeReport(analysis, last);
    ASSERT_EQ(report.incidents.size(), 1u);
    const IncidentText& text = report.incidents[0].text;
    EXPECT_THAT(text.reason, Contains(HasSubstr("The limit (tcp_max_tw_buckets) seems to be")));
    EXPECT_THAT(text.reason, Not(Contains(HasSubstr("needed"))));
    EXPECT_THAT(text.advice[0], HasSubstr("Change: a higher net.ipv4.tcp_max_tw_buckets, or"));
}

TEST_F(Day, OfAFullTableAndAFilterThatLeavesAllSaysHowManyBucketsAreNeeded) {
    for (int i = 0; i < 5; ++i) closes(true);
    for (int i = 0; i < 3; ++i) closes(false);
    const CaptureAnalysis& analysis = capture_.analysis();
    const Report report = makeReport(analysis, Selection(analysis.connections().size(), true));
    ASSERT_EQ(report.incidents.size(), 1u);
    EXPECT_THAT(report.incidents[0].text.reason, Contains(HasSubstr("needed")));
}

// Its socket acknowledged the request; whether the application had read it, nothing shows.
TEST_F(Day, OfAnAbortDoesNotSayThatAllWasRead) {
    use().after(2s).client().aborts();
    const std::vector<Incident> found = incidents();
    ASSERT_THAT(kinds(), ElementsAre(Kind::kClientAborts));
    EXPECT_EQ(found[0].harm(), Harm::kUnknown);
    EXPECT_THAT(summary(), HasSubstr("does not show whether anything"));
}

// Its kernel resets each connection with unread data, and closes the others.
TEST_F(Day, OfAProcessThatIsKilledIsABurst) {
    use().after(2s).server().aborts();
    capture_.after(1h);
    std::vector<Conversation*> open;
    for (std::uint8_t client = 1; client <= 5; ++client) open.push_back(&use(6379, client));
    capture_.after(1s);
    for (Conversation* tcp : open) tcp->server().aborts();
    ASSERT_THAT(kinds(), ElementsAre(Kind::kProcessGone, Kind::kServerAborts));
    const Incident burst = incidents()[0];
    EXPECT_EQ(burst.connections, 5u);
    EXPECT_EQ(burst.clients.values().size(), 5u);
    EXPECT_EQ(burst.text.title,
              "The process behind 10.0.0.2:6379 may have ended: it reset 5 connections at once");
}

// Connections that were opened together are idle equally long.
TEST_F(Day, OfAnIdleTimeoutOfTheServerIsNoBurst) {
    const std::array<Conversation*, 4> open = {&use(443), &use(443), &use(443), &use(443)};
    capture_.after(60s);
    for (Conversation* tcp : open) tcp->server().aborts();
    ASSERT_THAT(kinds(), ElementsAre(Kind::kServerAborts));
    EXPECT_THAT(incidents()[0].text.reason[0], HasSubstr("a timeout may have ended them"));
}

TEST_F(Day, OfAServerThatAbortsNowAndThenIsNoBurst) {
    for (int i = 0; i < 20; ++i) use().after(700ms).server().aborts();
    ASSERT_THAT(kinds(), ElementsAre(Kind::kServerAborts));
    EXPECT_EQ(incidents()[0].connections, 20u);
}

TEST_F(Day, OfAClosedPortIsOneForAllClients) {
    for (std::uint8_t client = 1; client <= 4; ++client) isRefused(8080, client);
    isRefused(8080, 4);
    ASSERT_THAT(kinds(), ElementsAre(Kind::kPortClosed));
    const Incident found = incidents()[0];
    EXPECT_EQ(found.connections, 5u);
    EXPECT_EQ(found.harm(), Harm::kRequestFailed);
    EXPECT_EQ(found.text.title, "10.0.0.2:8080 refused 4 clients: probably nothing listened there");
}

// Each by the word by which it is found again in an excerpt (frame_references.h).
TEST_F(Day, NamesTheFirstFrames) {
    for (int i = 0; i < 5; ++i) isRefused(8080);
    EXPECT_THAT(incidents()[0].text.facts, HasSubstr(", frame 2, frame 4, frame 6, …;"));
}

TEST_F(Day, TellsAServiceThatWasDownFromOneThatIsNot) {
    isRefused(8080);
    EXPECT_THAT(incidents()[0].text.reason[0], Not(HasSubstr("down for a time")));
    use(8080);
    EXPECT_THAT(incidents()[0].text.reason[0], HasSubstr("down for a time"));
}

TEST_F(Day, OfAnIdleTimeoutTellsItsValue) {
    for (int i = 0; i < 3; ++i) {
        Conversation& tcp = use();
        tcp.after(350s).client().sends(100);
        tcp.server().ttl(255).resetsPassively();
    }
    ASSERT_THAT(kinds(), ElementsAre(Kind::kBoxIdleTimeout));
    EXPECT_EQ(incidents()[0].connections, 3u);
    EXPECT_THAT(incidents()[0].text.title, HasSubstr("that were idle for 350 s"));
}

TEST_F(Day, OfAScanIsOneIncidentWithoutHarm) {
    for (std::uint16_t port = 1; port <= 30; ++port) isRefused(port, 9);
    isRefused(8080, 1);
    ASSERT_THAT(kinds(), ElementsAre(Kind::kPortClosed, Kind::kScan));
    const Incident scan = incidents()[1];
    EXPECT_EQ(scan.connections, 30u);
    EXPECT_EQ(scan.harm(), Harm::kNothing);
    EXPECT_EQ(scan.text.title, "10.0.0.9 may have scanned 30 ports of 10.0.0.2");
}

// A balancer asks whether its servers are back.
TEST_F(Day, OfClosedPortsThatAreAskedAgainAndAgainIsNoScan) {
    for (int i = 0; i < 3; ++i) {
        for (std::uint16_t port = 1; port <= 12; ++port) isRefused(port, 9);
    }
    EXPECT_THAT(kinds(), ::testing::Each(Kind::kPortClosed));
}

TEST_F(Day, PutsHarmlessTailsLast) {
    for (int i = 0; i < 3; ++i) {
        Conversation& tcp = use(443);
        tcp.client().fin();
        tcp.server().acks();
        tcp.server().sends(24);  // a close_notify
        tcp.client().resetsPassively();
    }
    isRefused(8080);
    ASSERT_THAT(kinds(), ElementsAre(Kind::kPortClosed, Kind::kHarmlessTail));
    EXPECT_EQ(incidents()[1].connections, 3u);
}

// It was told that the server closed; a request would have waited for its answer.
TEST_F(Day, CallsTheGoodbyeOfAClientThatAbortsHarmless) {
    Conversation& tcp = use(443);
    tcp.server().fin();
    tcp.client().acks();
    tcp.client().sends(31);
    tcp.client().aborts();
    ASSERT_THAT(kinds(), ElementsAre(Kind::kHarmlessTail));
    EXPECT_EQ(incidents()[0].text.harm, "Nothing that mattered was lost.");
}

// The capture begins late, near the client: it asked before the server's FIN came.
TEST_F(Day, CallsARequestThatCrossedTheCloseNoGoodbye) {
    Conversation& tcp = open(80);
    tcp.uncaptured().client().syn();
    tcp.uncaptured().server().synAck();
    tcp.uncaptured().client().acks();
    const Segment request = tcp.undelivered().client().sends(34);
    tcp.server().fin();
    tcp.client().acks();
    tcp.server().resetsPassively(request);
    ASSERT_THAT(kinds(), ElementsAre(Kind::kClosedEarly));
    EXPECT_EQ(incidents()[0].text.harm, "Data may be lost.");
}

// The octets may be its answer.
TEST_F(Day, CallsNoLastWordOfAServerThatAbortsHarmless) {
    Conversation& tcp = use(443);
    tcp.client().fin();
    tcp.server().acks();
    tcp.server().sends(31);
    tcp.server().aborts();
    ASSERT_THAT(kinds(), ElementsAre(Kind::kServerAborts));
    EXPECT_EQ(incidents()[0].text.harm, "Data may be lost.");
}

// The client took the first RST; the SYN-ACK finds no socket.
TEST_F(Day, CountsTheAnswerToASynAckWithTheForgedResetsBeforeIt) {
    Conversation& tcp = open(443);
    const Segment syn = tcp.client().syn();
    for (std::uint8_t i = 0; i < 3; ++i) {
        const auto ttl = static_cast<std::uint8_t>(54 + i);
        tcp.server().ttl(ttl).window(78 + i).resetsPassively(syn);
    }
    tcp.after(100ms).server().ttl(251).synAck();
    tcp.client().resetsPassively();
    ASSERT_THAT(kinds(), ElementsAre(Kind::kForgedResets));
    EXPECT_EQ(incidents()[0].resets, 4u);
}

// An accept queue is the server's.
TEST_F(Day, AdvisesNothingAboutAcceptQueuesToAClient) {
    Conversation& tcp = open(443);
    tcp.client().syn();
    tcp.server().synAck();
    tcp.client().resetsPassively();
    EXPECT_THAT(incidents()[0].text.advice[0], Not(HasSubstr("accept queue")));
}

TEST_F(Day, CallsWhatNobodyWaitedForUnreadNotHarmless) {
    Conversation& tcp = use(443);
    tcp.client().fin();
    tcp.server().acks();
    tcp.server().sends(1400);
    tcp.client().resetsPassively();
    ASSERT_THAT(kinds(), ElementsAre(Kind::kClosedEarly));
    EXPECT_EQ(incidents()[0].text.harm, "What came too late was not read.");
}

TEST_F(Day, PutsLostDataFirst) {
    for (int i = 0; i < 3; ++i) isRefused(8080);
    Conversation& tcp = use();
    tcp.server().sends(500);
    tcp.server().aborts();
    ASSERT_THAT(kinds(), ElementsAre(Kind::kServerAborts, Kind::kPortClosed));
    EXPECT_EQ(incidents()[0].text.harm, "Data may be lost.");
    EXPECT_EQ(incidents()[1].text.harm, "Requests failed in 3 of 3 connections.");
}

TEST_F(Day, OfOneClientThatAbortsToManyServicesIsOneIncident) {
    for (std::uint16_t port = 1001; port <= 1004; ++port) use(port).client().aborts();
    ASSERT_THAT(kinds(), ElementsAre(Kind::kClientAborts));
    EXPECT_THAT(incidents()[0].text.title, HasSubstr("to 4 services of 10.0.0.2"));
}

void closesWithoutSocket(Conversation& tcp) {
    tcp.client().fin();
    tcp.after(1ms).server().acks();
    tcp.after(300ms).server().fin();
    tcp.client().resetsPassively();
}

TEST_F(Day, OfManyHostsWithOneTroubleIsOneIncidentOfTheService) {
    for (std::uint8_t client = 11; client <= 15; ++client) {
        for (int i = 0; i < 2; ++i) closesWithoutSocket(use(6379, client));
    }
    closesWithoutSocket(use(6380, 11));
    // 10.0.0.11 has it with another service, too: that may be its own.
    ASSERT_THAT(kinds(), ElementsAre(Kind::kFinMetNoSocket, Kind::kFinMetNoSocket));
    const std::vector<Incident> found = incidents();
    EXPECT_EQ(found[0].connections, 8u);
    EXPECT_EQ(found[0].text.title,
              "4 clients probably had no socket any more when 10.0.0.2:6379 closed");
    EXPECT_EQ(found[1].connections, 3u);
    const Report whole = report();
    const auto& resets = capture_.analysis().resets();
    EXPECT_EQ(whole.grouping.numberOf(capture_.analysis(), resets[0]), 2u);
    for (std::size_t i = 2; i < 10; ++i) {
        EXPECT_EQ(whole.grouping.numberOf(capture_.analysis(), resets[i]), 1u);
    }
}

TEST_F(Day, OfVeryManyHostsReadsAsASentence) {
    for (std::uint8_t client = 11; client <= 90; ++client) closesWithoutSocket(use(6379, client));
    const IncidentText text = incident().text;
    EXPECT_THAT(text.title, StartsWith("More than 64 clients probably had no socket any more"));
    EXPECT_THAT(text.reason, ElementsAre(StartsWith("More than 64 clients had closed first")));
    EXPECT_THAT(text.advice, Contains(StartsWith("On each of more than 64 clients: ")));
    EXPECT_THAT(text.advice, Contains(StartsWith("All have it with 10.0.0.2:6379: look for")));
}

TEST_F(Day, OfHostsThatKnowNoneOfTheirConnectionsWithAServiceReadsAsASentence) {
    const std::string of_one =
        "10.0.0.11 was not seen to close, and answers what comes as one that "
        "knows no such connection.";
    const std::string of_four =
        "4 clients were not seen to close, and answer what comes as hosts "
        "that know no such connection.";
    for (std::uint8_t client = 11; client <= 14; ++client) {
        Conversation& tcp = use(6379, client);
        tcp.after(30s).server().sends(10);
        tcp.client().resetsPassively();
        if (client == 11) {
            EXPECT_THAT(incident().text.reason, ElementsAre(of_one));
        }
    }
    EXPECT_THAT(incident().text.reason, ElementsAre(of_four));
}

TEST_F(Day, OfTwoHostsWithOneTroubleIsAnIncidentOfEach) {
    for (std::uint8_t client = 11; client <= 12; ++client) closesWithoutSocket(use(6379, client));
    EXPECT_THAT(kinds(), ElementsAre(Kind::kFinMetNoSocket, Kind::kFinMetNoSocket));
}

// Each of them has a limit of its own, and somebody has to change it.
TEST_F(Day, OfManyHostsWithFullTablesIsAnIncidentOfEach) {
    for (std::uint8_t client = 11; client <= 13; ++client) {
        for (int i = 0; i < 8; ++i) {
            Conversation& tcp = use(6379, client);
            tcp.client().fin();
            tcp.after(41ms).server().acks();
            tcp.after(100ms).server().fin();
            i < 5 ? void(tcp.client().acks()) : void(tcp.client().resetsPassively());
        }
    }
    EXPECT_THAT(kinds(), ElementsAre(Kind::kTableFull, Kind::kTableFull, Kind::kTableFull));
}

TEST_F(Day, OfAHostThatKnowsNoneOfItsConnectionsTellsOfARestart) {
    const std::array<Conversation*, 4> open = {&use(), &use(), &use(), &use()};
    capture_.after(30s);
    for (Conversation* tcp : open) {
        tcp->client().sends(10);
        tcp->server().resetsPassively();
    }
    ASSERT_THAT(kinds(), ElementsAre(Kind::kHostLost));
    EXPECT_EQ(incidents()[0].certainty(), Certainty::kPossible);
    EXPECT_THAT(incidents()[0].text.title, HasSubstr("knows none of 4 connections"));
}

// Answers to what was under way.
TEST_F(Day, CountsWhatFollowsAResetWithIt) {
    Conversation& tcp = use();
    const Segment first = tcp.server().sends(100);
    const Segment second = tcp.server().sends(100);
    tcp.client().aborts();
    tcp.client().resetsPassively(first);
    tcp.after(5ms).client().resetsPassively(second);
    ASSERT_THAT(kinds(), ElementsAre(Kind::kClientAborts));
    EXPECT_EQ(incidents()[0].connections, 1u);
    EXPECT_EQ(incidents()[0].resets, 3u);
}

TEST_F(Day, OfTenThousandResetsReadsAsItsThreeCauses) {
    constexpr std::uint32_t kOfEach = 3'334;
    for (std::uint32_t i = 0; i < kOfEach; ++i) {
        isRefused(8080, static_cast<std::uint8_t>(1 + i % 200));
        use(443, static_cast<std::uint8_t>(1 + i % 7)).client().aborts();
        Conversation& tcp = use(80);
        tcp.server().fin();
        tcp.client().acks();
        tcp.after(1s).client().sends(300);
        tcp.server().resetsPassively();
    }
    EXPECT_EQ(report().resets, 3 * kOfEach);
    EXPECT_THAT(kinds(),
                ElementsAre(Kind::kPortClosed, Kind::kReuseAfterClose, Kind::kClientAborts));
    const std::string text = summary();
    EXPECT_LE(std::count(text.begin(), text.end(), '\n'),
              static_cast<std::ptrdiff_t>(kMostSummaryLines));
    for (const Incident& incident : incidents()) EXPECT_EQ(incident.connections, kOfEach);
}

TEST(Incidents, HoldEachResetOnce) {
    CaptureAnalysis analysis;
    for (const Segment& segment : busyDay()) analysis.add(segment);
    Incidents incidents;
    for (std::uint32_t i = 0; i < analysis.resets().size(); ++i) incidents.add(analysis, i);
    const std::vector<Incident> found = incidents.take();
    std::uint64_t resets = 0;
    for (const Incident& incident : found) resets += incident.resets;
    EXPECT_EQ(resets, makeReport(analysis).resets);

    std::vector<std::uint32_t> numbered(found.size());
    for (const Reset& reset : analysis.resets()) {
        const std::uint32_t number = incidents.numberOf(analysis, reset);
        ASSERT_GE(number, 1u);
        ASSERT_LE(number, found.size());
        numbered[number - 1] += !reset.is_copy;
    }
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(numbered[i], found[i].resets) << i;
}

// A scan of all ports, by very many hosts: what came last is told together.
TEST(Incidents, OfVeryManyServicesNeedLittleRoom) {
    Capture capture;
    std::deque<Conversation> conversations;
    for (std::uint32_t i = 0; i < 3 * Incidents::kMostOfAKind; ++i) {
        const auto client = static_cast<std::uint8_t>(1 + i % 100);
        Conversation& tcp = conversations.emplace_back(
            capture, Conversation::Setup{.client_port = static_cast<std::uint16_t>(10'000 + i),
                                         .server_port = static_cast<std::uint16_t>(1 + i / 2),
                                         .client_host = client});
        tcp.client().syn();
        tcp.server().resetsPassively();
    }
    std::uint32_t connections = 0;
    const std::vector<Incident> found = makeReport(capture.analysis()).incidents;
    for (const Incident& incident : found) connections += incident.connections;
    EXPECT_EQ(connections, 3 * Incidents::kMostOfAKind);
    EXPECT_LE(found.size(), Incidents::kMostOfAKind + 1);
}

TEST(IncidentTexts, NameNothingThatIsNotKnown) {
    for (const IncidentKindText& text : incidentKindTexts()) {
        EXPECT_FALSE(text.title.empty());
        EXPECT_FALSE(text.meaning.empty());
    }
    CaptureAnalysis analysis;
    for (const Segment& segment : busyDay()) analysis.add(segment);
    const Report report = makeReport(analysis);
    std::set<Kind> kinds;
    for (const Incident& incident : report.incidents) kinds.insert(incident.kind);
    EXPECT_GE(kinds.size(), 8u);
    for (const std::string& paragraph : report.diagnosis) {
        EXPECT_THAT(paragraph, Not(HasSubstr("{")));
        EXPECT_THAT(paragraph, Not(HasSubstr("  ")));
    }
}

}  // namespace
}  // namespace finrst
