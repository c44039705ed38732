// SPDX-License-Identifier: GPL-2.0-or-later
// What a whole capture tells of its hosts and services.

#include "report/report.h"

#include "conversation.h"
#include "report/diagnosis.h"
#include "report/json.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <deque>
#include <string_view>

namespace finrst {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A client that closes one connection after the other, a second apart.
class Churn : public ::testing::Test {
  protected:
    Conversation& connect() {
        Conversation::Setup setup;
        setup.client_port = static_cast<std::uint16_t>(40'000 + conversations_.size());
        conversations_.push_back(std::make_unique<Conversation>(capture_, setup));
        Conversation& tcp = *conversations_.back();
        tcp.handshake();
        tcp.request();
        return tcp;
    }

    void closesWithABucket() {
        Conversation& tcp = connect();
        tcp.client().fin();
        tcp.after(41ms).server().acks();
        tcp.after(100ms).server().fin();
        tcp.client().acks();
        capture_.after(1s);
    }

    void closesWithoutABucket() {
        Conversation& tcp = connect();
        tcp.client().fin();
        tcp.after(41ms).server().acks();
        tcp.after(100ms).server().fin();
        tcp.client().resetsPassively();
        capture_.after(1s);
    }

    std::uint32_t bucketsHeldAtARefusal() {
        closesWithoutABucket();
        return capture_.analysis().resets().back().tw_buckets;
    }

    void closesAtOnce() {
        Conversation& tcp = connect();
        tcp.client().fin();
        tcp.server().fin();
        tcp.client().acks();
        capture_.after(1s);
    }

    Report report() { return makeReport(capture_.analysis()); }
    HostStatistics client() { return report().hosts.front(); }

    Capture capture_;
    std::vector<std::unique_ptr<Conversation>> conversations_;
};

TEST_F(Churn, ShowsTheLimitAsTheBucketsHeldWhenTheFirstIsRefused) {
    for (int i = 0; i < 5; ++i) closesWithABucket();
    closesWithoutABucket();
    EXPECT_EQ(client().tw_bucket_limit, 5u);
    EXPECT_EQ(client().tw_buckets_peak, 5u);
    EXPECT_FALSE(client().limit_is_lower_bound);
}

TEST_F(Churn, ShowsNoLimitWhereNothingWasRefused) {
    for (int i = 0; i < 5; ++i) closesWithABucket();
    EXPECT_EQ(client().tw_bucket_limit, std::nullopt);
    EXPECT_EQ(client().onset_frame, std::nullopt);
    EXPECT_THAT(report().diagnosis, IsEmpty());
}

TEST_F(Churn, CountsClosesThatOverflowUnseen) {
    for (int i = 0; i < 5; ++i) closesWithABucket();
    closesWithoutABucket();
    for (int i = 0; i < 3; ++i) closesAtOnce();
    EXPECT_EQ(client().silent_overflows, 3u);
}

TEST_F(Churn, GivesRoomAgainWhenBucketsExpire) {
    for (int i = 0; i < 5; ++i) closesWithABucket();
    closesWithoutABucket();
    capture_.after(60s);
    closesWithABucket();
    EXPECT_EQ(client().tw_bucket_limit, 5u);
    EXPECT_EQ(client().silent_overflows, 0u);
}

// The kernel's timers let a bucket live up to two seconds longer.
TEST_F(Churn, HoldsABucketForAMinute) {
    for (int i = 0; i < 3; ++i) closesWithABucket();
    capture_.after(55s);
    EXPECT_EQ(bucketsHeldAtARefusal(), 3u);
    capture_.after(7s);
    EXPECT_EQ(bucketsHeldAtARefusal(), 0u);
}

TEST_F(Churn, HoldsABucketForAMinuteFromThePeersFin) {
    Conversation& late = connect();
    late.client().fin();
    late.server().acks();
    late.after(10s).server().fin();
    late.client().acks();
    capture_.after(10s);
    for (int i = 0; i < 3; ++i) closesWithABucket();
    capture_.after(42s);
    EXPECT_EQ(bucketsHeldAtARefusal(), 4u);
    capture_.after(7s);
    EXPECT_EQ(bucketsHeldAtARefusal(), 3u);
}

TEST_F(Churn, NeedsABucketForEachCloseOfAMinute) {
    for (int i = 0; i < 11; ++i) closesAtOnce();
    EXPECT_NEAR(client().tw_buckets_needed, 66, 1);
    EXPECT_NEAR(client().closes_per_second, 1.1, 0.01);
}

// Two closes within a moment are no rate.
TEST_F(Churn, OfAMomentNeedsNoMillions) {
    Conversation& one = connect();
    Conversation& other = connect();
    one.client().fin();
    other.client().fin();
    one.server().acks();
    other.server().acks();
    EXPECT_EQ(client().tw_buckets_needed, 120u);
}

TEST_F(Churn, CountsResetsAsTheKernelDoes) {
    closesWithABucket();
    closesWithoutABucket();
    closesWithoutABucket();
    EXPECT_EQ(client().resets_sent, 2u);
    EXPECT_EQ(client().missing_socket_resets, 2u);
    EXPECT_EQ(client().active_closes, 3u);
    EXPECT_EQ(report().hosts.back().passive_closes, 3u);
}

TEST_F(Churn, ShowsStatesAsSsWouldAtTheEndOfASecond) {
    Conversation& tcp = connect();
    tcp.client().fin();
    tcp.after(1s).server().acks();
    tcp.after(1s).server().fin();
    tcp.client().acks();
    capture_.after(2s);
    connect();
    const std::vector<HostSecond> seconds = client().seconds;
    ASSERT_GE(seconds.size(), 3u);
    EXPECT_EQ(seconds[0].fin_wait_1, 1u);
    EXPECT_EQ(seconds[1].fin_wait_2, 1u);
    EXPECT_EQ(seconds[2].time_wait, 1u);
    EXPECT_EQ(seconds[2].fin_wait_2, 0u);
}

TEST_F(Churn, ThatClosesTheLatestFirstShowsItsSecondsInOrder) {
    std::vector<Conversation*> open;
    for (int i = 0; i < 100; ++i) open.push_back(&connect());
    for (; !open.empty(); open.pop_back()) {
        Conversation& tcp = *open.back();
        tcp.client().fin();
        tcp.server().fin();
        tcp.client().acks();
        capture_.after(1s);
    }
    const std::vector<HostSecond> seconds = client().seconds;
    ASSERT_EQ(seconds.size(), 100u);
    for (std::uint32_t i = 0; i < 100; ++i) {
        EXPECT_EQ(seconds[i].second, i);
        EXPECT_EQ(seconds[i].fin_wait_1, 0u);
        EXPECT_EQ(seconds[i].time_wait, std::min(i + 1, 60u));  // each for a minute
    }
}

TEST_F(Churn, OfAHostThatWasBusyBeforeGivesALowerBound) {
    Conversation::Setup setup;
    setup.client_port = 50'000;
    Conversation older(capture_, setup);
    older.uncaptured().client().syn();
    older.uncaptured().server().synAck();
    older.uncaptured().client().acks();
    older.request();
    for (int i = 0; i < 5; ++i) closesWithABucket();
    closesWithoutABucket();
    EXPECT_TRUE(client().limit_is_lower_bound);
}

TEST_F(Churn, ThatBeginsWithAFullTableTellsNoLimit) {
    closesWithoutABucket();
    closesWithoutABucket();
    EXPECT_EQ(client().tw_bucket_limit, std::nullopt);
    EXPECT_EQ(client().silent_overflows, 0u);
    EXPECT_THAT(report().diagnosis.at(0), HasSubstr("does not show that 10.0.0.1 had run out"));
}

TEST_F(Churn, WithALimitThatIsALowerBoundGivesNoNumberToSet) {
    Conversation& older = connect();
    older.uncaptured().client().sends(100);
    older.server().acks();
    older.client().sends(100);
    for (int i = 0; i < 5; ++i) closesWithABucket();
    closesWithoutABucket();
    EXPECT_TRUE(client().limit_is_lower_bound);
    EXPECT_THAT(report().diagnosis, Contains(HasSubstr("a higher net.ipv4.tcp_max_tw_buckets,")));
}

// Both had been refused when the first RST showed it.
TEST_F(Churn, TakesNoRefusalInFlightOffTwice) {
    Conversation& one = connect();
    one.client().fin();
    one.server().acks();
    Conversation& other = connect();
    other.client().fin();
    other.server().acks();
    for (Conversation* tcp : {&one, &other}) {
        tcp->after(100ms).server().fin();
        tcp->client().resetsPassively();
    }
    EXPECT_EQ(capture_.analysis().resets()[0].tw_buckets, 1u);
    EXPECT_EQ(capture_.analysis().resets()[1].tw_buckets, 0u);
}

// The missing one had seemed refused, until the others showed that a timer had ended it.
TEST_F(Churn, TellsNoLimitWhereTheCauseProvesToBeATimeout) {
    const auto close = [this](Duration wait, bool reset) {
        Conversation& tcp = connect();
        tcp.client().fin();
        tcp.server().acks();
        tcp.after(wait).server().fin();
        reset ? static_cast<void>(tcp.client().resetsPassively())
              : static_cast<void>(tcp.client().acks());
    };
    close(11s, true);
    for (int i = 0; i < 3; ++i) close(9s, false);
    for (int i = 0; i < 2; ++i) closesAtOnce();
    EXPECT_EQ(capture_.analysis().cause(capture_.analysis().resets()[0]), Cause::kFinTimeout);
    EXPECT_EQ(client().tw_bucket_limit, std::nullopt);
    EXPECT_EQ(client().silent_overflows, 0u);
}

// The client's own ACK shows that its socket was there: a box had reset in its name.
TEST_F(Churn, TellsNoLimitWhereTheResetProvesToBeOfABox) {
    for (int i = 0; i < 5; ++i) closesWithABucket();
    closesWithoutABucket();
    EXPECT_EQ(client().tw_bucket_limit, 5u);
    conversations_.back()->client().acks();
    EXPECT_EQ(capture_.analysis().resets()[0].verdict, Verdict::kMiddlebox);
    EXPECT_EQ(client().tw_bucket_limit, std::nullopt);
}

// The limit was raised after the first were refused.
TEST_F(Churn, TellsNoLimitWhereMoreIsHeldThanIt) {
    for (int i = 0; i < 5; ++i) closesWithABucket();
    for (int i = 0; i < 10; ++i) closesWithoutABucket();
    for (int i = 0; i < 3; ++i) closesWithABucket();
    EXPECT_NE(client().onset_frame, std::nullopt);
    EXPECT_EQ(client().tw_bucket_limit, std::nullopt);
    EXPECT_EQ(client().silent_overflows, 0u);
}

// A RST that is not the very next in order leaves a TIME-WAIT alone (RFC 1337).
TEST_F(Churn, KeepsABucketThatMeetsAResetElsewhere) {
    for (const std::uint32_t ahead : {0u, 1000u}) {
        Conversation& tcp = connect();
        tcp.client().fin();
        tcp.server().fin();
        tcp.client().acks();
        tcp.server().seq(tcp.server().next() + ahead).resetsBarely();
        capture_.after(1s);
    }
    EXPECT_EQ(bucketsHeldAtARefusal(), 1u);
}

// How many buckets the host held when it closed says nothing: this close had one.
TEST_F(Churn, TellsNoLimitWhereOnlyATimeWaitIsMissing) {
    Conversation& tcp = connect();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    const Segment fin = tcp.after(300ms).server().fin();
    tcp.undelivered().client().acks();
    tcp.after(220ms).server().repeats(fin);
    tcp.client().resetsPassively();
    EXPECT_EQ(client().tw_bucket_limit, std::nullopt);
    EXPECT_THAT(report().diagnosis.at(0), HasSubstr("does not show that 10.0.0.1 had run out"));
}

TEST_F(Churn, IsDiagnosedWithFiguresAndWhatToDo) {
    for (int i = 0; i < 5; ++i) closesWithABucket();
    closesWithoutABucket();
    std::string diagnosis;
    for (const std::string& paragraph : report().diagnosis) diagnosis += paragraph + "\n";
    EXPECT_THAT(diagnosis, HasSubstr("ran out of TIME_WAIT buckets"));
    EXPECT_THAT(diagnosis, HasSubstr("about 5"));
    EXPECT_THAT(diagnosis, HasSubstr("TcpExtTCPTimeWaitOverflow"));
    EXPECT_THAT(diagnosis, HasSubstr("No pool is at work"));
    EXPECT_THAT(diagnosis, HasSubstr("1 RST in 1 connection, "));
    EXPECT_THAT(diagnosis, HasSubstr("; probable."));
}

TEST_F(Churn, ShowsAServiceOfShortConnections) {
    for (int i = 0; i < 6; ++i) closesAtOnce();
    const std::vector<ServiceStatistics> services = report().services;
    ASSERT_EQ(services.size(), 1u);
    EXPECT_EQ(services[0].port, 6379);
    EXPECT_EQ(services[0].connections, 6u);
    EXPECT_EQ(services[0].closed_by_client, 6u);
    EXPECT_EQ(services[0].one_request, 6u);
    EXPECT_EQ(services[0].peak_open, 1u);
    EXPECT_EQ(services[0].pool, Pool::kShort);
}

TEST_F(Churn, WhoseTimeRunsBackwardsHasNoNegativeFigures) {
    Conversation& tcp = connect();
    tcp.after(-5s).client().fin();
    tcp.server().fin();
    tcp.client().acks();
    const ServiceStatistics service = report().services.at(0);
    EXPECT_EQ(service.lifetime.min, Duration::zero());
    EXPECT_EQ(service.peak_open, 0u);
}

TEST_F(Churn, LeftOutOfTheSelectionIsNotReported) {
    closesWithABucket();
    closesWithoutABucket();
    const Report first = makeReport(capture_.analysis(), {true, false});
    EXPECT_EQ(first.connections, 1u);
    EXPECT_EQ(first.resets, 0u);
    const Report second = makeReport(capture_.analysis(), {false, true});
    EXPECT_EQ(second.resets, 1u);
    EXPECT_EQ(second.affected, 1u);
}

TEST_F(Churn, IsReportedInStepsForASelectionThatNobodyElseKeeps) {
    closesWithABucket();
    closesWithoutABucket();
    ReportMaker maker(capture_.analysis(), {false, true});
    while (maker.step()) {
    }
    const Report report = maker.take();
    EXPECT_EQ(report.connections, 1u);
    EXPECT_EQ(report.affected, 1u);
}

TEST(Hosts, WithNothingToTellThemApartStandInTheOrderOfTheirAddresses) {
    for (const bool swapped : {false, true}) {
        Capture capture;
        Conversation closed_by_client(capture, {.swap_addresses = swapped});
        closed_by_client.handshake();
        closed_by_client.client().fin();
        closed_by_client.server().acks();
        Conversation closed_by_server(capture, {.client_port = 40'001, .swap_addresses = swapped});
        closed_by_server.handshake();
        closed_by_server.server().fin();
        closed_by_server.client().acks();

        const std::vector<HostStatistics> hosts = makeReport(capture.analysis()).hosts;
        ASSERT_EQ(hosts.size(), 2u);
        EXPECT_EQ(hosts[0].active_closes, hosts[1].active_closes);
        EXPECT_LT(hosts[0].address, hosts[1].address);
    }
}

/// Incidents of hosts that ran out of buckets, each by a service of its own.
Report overflowing(std::uint32_t hosts) {
    Report report;
    for (std::uint32_t i = 0; i < hosts; ++i) {
        HostStatistics& host = report.hosts.emplace_back();
        host.address = Address::fromV4(&i);
        ServiceStatistics& service = report.services.emplace_back();
        service.client = host.address;
        service.pool = Pool::kShort;
        Incident& incident = report.incidents.emplace_back();
        incident.kind = IncidentKind::kTableFull;
        incident.frames = {1};
        incident.clients.add(host.address);
        incident.servers.add({service.server, service.port});
    }
    return report;
}

// No step is long, however many incidents, hosts and services there are.
TEST(Diagnosis, OfManyHostsIsMadeInSteps) {
    constexpr std::uint32_t kHosts = 5'000;
    Report report = overflowing(kHosts);
    const Settings settings;
    DiagnosisMaker maker(report, settings);
    std::uint32_t steps = 1;
    while (maker.step()) ++steps;
    EXPECT_GE(steps, kHosts / 128);
    const auto named = std::count_if(report.diagnosis.begin(), report.diagnosis.end(),
                                     [](const std::string& text) {
                                         return text.find("Connections from ") != std::string::npos;
                                     });
    EXPECT_EQ(named, kHosts);
}

// So that a million RSTs need no more memory than what is known of them.
TEST(Json, IsWrittenInPieces) {
    Capture capture;
    std::deque<Conversation> conversations;
    for (std::uint16_t i = 0; i < 500; ++i) {
        const auto client = static_cast<std::uint16_t>(20'000 + i);
        Conversation& tcp =
            conversations.emplace_back(capture, Conversation::Setup{.client_port = client});
        tcp.request();
        tcp.client().aborts();
    }
    std::size_t longest = 0, whole = 0;
    const CaptureAnalysis& analysis = capture.analysis();
    writeJson(analysis, makeReport(analysis), [&](std::string_view piece) {
        longest = std::max(longest, piece.size());
        whole += piece.size();
    });
    EXPECT_LE(longest, 65'536u);
    EXPECT_GT(whole, 4 * longest);
}

}  // namespace
}  // namespace finrst
