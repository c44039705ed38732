// SPDX-License-Identifier: GPL-2.0-or-later
// Reports on what retired at a time, and what they are together.
#include "report/report_sum.h"

#include "analysis/tracker.h"
#include "random_conversation.h"
#include "report/incident_text.h"
#include "report/json.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace finrst {
namespace {

/// Adds what retires to a sum.
class Adding : public RetirementListener {
  public:
    void retire(const CaptureAnalysis& analysis, const std::vector<bool>& retired) override {
        flows += sum.add(analysis, retired).size();
        ++reports;
    }

    ReportSum sum;
    std::size_t flows = 0;
    std::size_t reports = 0;
};

Report wholeReport(const std::vector<Segment>& segments) {
    CaptureAnalysis analysis;
    for (const Segment& segment : segments) analysis.add(segment);
    Report report = makeReport(analysis);
    report.flows.clear();
    return report;
}

/// As in a room of that size.
Report sumOfReports(const std::vector<Segment>& segments, std::optional<std::size_t> room,
                    Adding& adding) {
    Tracker tracker({}, room, adding);
    for (const Segment& segment : segments) tracker.add(segment);
    tracker.finish();
    return adding.sum.take(tracker.analysis());
}

std::string jsonOf(const Report& report) {
    std::string json;
    writeJson(CaptureAnalysis(), report, [&](std::string_view part) { json += part; });
    return json;
}

TEST(ReportSum, OfOneReportIsThatReport) {
    const std::vector<Segment> segments = busyDay();
    Adding adding;
    const Report sum = sumOfReports(segments, std::nullopt, adding);
    EXPECT_EQ(adding.reports, 1u);
    EXPECT_EQ(jsonOf(sum), jsonOf(wholeReport(segments)));
}

TEST(ReportSum, OfNothingIsEmpty) {
    Adding adding;
    const Report sum = sumOfReports({}, std::nullopt, adding);
    EXPECT_EQ(jsonOf(sum), jsonOf(wholeReport({})));
}

class SumOfSeveral : public testing::Test {
  protected:
    const std::vector<Segment> segments_ = busyDay();
    Adding adding_;
    const Report whole_ = wholeReport(segments_);
    const Report sum_ = sumOfReports(segments_, 200'000, adding_);
};

TEST_F(SumOfSeveral, CountsAll) {
    EXPECT_GT(adding_.reports, 10u);
    EXPECT_EQ(sum_.segments, whole_.segments);
    EXPECT_EQ(sum_.connections, whole_.connections);
    EXPECT_EQ(sum_.resets, whole_.resets);
    EXPECT_EQ(sum_.affected, whole_.affected);
    EXPECT_EQ(sum_.start, whole_.start);
    EXPECT_EQ(sum_.end, whole_.end);
    for (std::size_t i = 0; i < kVerdicts; ++i) {
        EXPECT_EQ(sum_.verdicts[i].by_certainty, whole_.verdicts[i].by_certainty) << i;
    }
    ASSERT_EQ(sum_.incidents.size(), whole_.incidents.size());
    for (std::size_t i = 0; i < sum_.incidents.size(); ++i) {
        EXPECT_EQ(token(sum_.incidents[i].kind), token(whole_.incidents[i].kind));
        EXPECT_EQ(sum_.incidents[i].resets, whole_.incidents[i].resets);
        EXPECT_EQ(sum_.incidents[i].connections, whole_.incidents[i].connections);
        EXPECT_EQ(sum_.incidents[i].first, whole_.incidents[i].first);
    }
    ASSERT_EQ(sum_.quality.size(), whole_.quality.size());
    for (std::size_t i = 0; i < sum_.quality.size(); ++i) {
        EXPECT_EQ(sum_.quality[i].kind, whole_.quality[i].kind);
        EXPECT_EQ(sum_.quality[i].count, whole_.quality[i].count);
    }
}

TEST_F(SumOfSeveral, CountsWhatEachHostDid) {
    ASSERT_EQ(sum_.hosts.size(), whole_.hosts.size());
    for (std::size_t i = 0; i < sum_.hosts.size(); ++i) {
        const HostStatistics& sum = sum_.hosts[i];
        const HostStatistics& whole = whole_.hosts[i];
        EXPECT_EQ(sum.address, whole.address);
        EXPECT_EQ(sum.resets_sent, whole.resets_sent);
        EXPECT_EQ(sum.resets_by_verdict, whole.resets_by_verdict);
        EXPECT_EQ(sum.active_closes, whole.active_closes);
        EXPECT_EQ(sum.passive_closes, whole.passive_closes);
        EXPECT_NEAR(sum.closes_per_second, whole.closes_per_second, 1e-9);
        EXPECT_LE(sum.tw_buckets_peak, whole.tw_buckets_peak + 1);
        EXPECT_GE(sum.tw_buckets_peak + 1, whole.tw_buckets_peak);
        ASSERT_FALSE(sum.seconds.empty());
        EXPECT_GE(sum.seconds.front().second, 24 * 3600 - 7200);
    }
}

template <typename Value>
void expectNear(Value found, Value exact) {
    EXPECT_GE(found, exact - exact / 32 - Value(1));
    EXPECT_LE(found, exact + exact / 32 + Value(1));
}

TEST_F(SumOfSeveral, EstimatesItsServices) {
    ASSERT_EQ(sum_.services.size(), whole_.services.size());
    for (std::size_t i = 0; i < sum_.services.size(); ++i) {
        const ServiceStatistics& sum = sum_.services[i];
        const ServiceStatistics& whole = whole_.services[i];
        EXPECT_EQ(sum.connections, whole.connections);
        EXPECT_EQ(sum.closed_by_client, whole.closed_by_client);
        EXPECT_EQ(sum.reset, whole.reset);
        EXPECT_EQ(sum.pool, whole.pool);
        EXPECT_LE(sum.peak_open, whole.peak_open);
        expectNear(sum.lifetime.median, whole.lifetime.median);
        expectNear(sum.lifetime.p90, whole.lifetime.p90);
        expectNear(sum.idle_before_close.median, whole.idle_before_close.median);
        EXPECT_EQ(sum.requests.max, whole.requests.max);
    }
}

TEST(ReportSum, TellsWhatTheRecorderSaysOfItself) {
    Adding adding;
    Tracker tracker({}, std::nullopt, adding);
    for (const Segment& segment : busyDay()) tracker.add(segment);
    tracker.finish();
    const Report sum = adding.sum.take(tracker.analysis(), {.packets = 90, .dropped = 10});
    const auto found =
        std::find_if(sum.quality.begin(), sum.quality.end(),
                     [](const QualityFinding& f) { return f.kind == Shortcoming::kRecorderDrops; });
    ASSERT_NE(found, sum.quality.end());
    EXPECT_EQ(found->count, 10u);
    EXPECT_EQ(found->of, 100u);
}

class Refusing : public testing::Test {
  protected:
    /// `server` refuses the SYN of `client`, so long after the last one.
    void refuse(std::uint64_t client, std::uint64_t server, Duration after) {
        Segment syn;
        syn.frame = ++frame_;
        syn.time = time_ += after;
        syn.source_port = 40'000;
        syn.source = address(client);
        syn.destination = address(server);
        syn.flags = kSyn;
        tracker_.add(syn);
        Segment reset = syn;
        reset.frame = ++frame_;
        std::swap(reset.source, reset.destination);
        std::swap(reset.source_port, reset.destination_port);
        reset.flags = kRst | kAck;
        reset.ack = syn.seq + 1;
        tracker_.add(reset);
    }
    Report sum() {
        tracker_.finish();
        return adding_.sum.take(tracker_.analysis());
    }

  private:
    static Address address(std::uint64_t host) {
        return Address::fromV6(std::array<std::uint64_t, 2>{host, host}.data());
    }

    Adding adding_;
    Tracker tracker_{{}, 1'000'000, adding_};
    Time time_{};
    std::uint32_t frame_ = 0;
};

TEST_F(Refusing, KeepsTheHostsThatTellMost) {
    for (std::uint64_t host = 1; host <= 40'000; ++host) refuse(host, 0, 2ms);
    const Report sum = this->sum();
    EXPECT_EQ(sum.resets, 40'000u);
    ASSERT_LE(sum.hosts.size(), 2 * ReportSum::kMost);
    EXPECT_EQ(sum.hosts.front().resets_sent, 40'000u);
}

TEST_F(Refusing, KeepsFewerSecondsOfEachOfManyHosts) {
    constexpr std::size_t kHosts = 200, kLength = 700;
    for (std::size_t i = 0; i < kHosts * kLength; ++i) refuse(0, 1 + i % kHosts, 1000ms / kHosts);
    const Report sum = this->sum();
    ASSERT_EQ(sum.hosts.size(), kHosts);
    std::size_t seconds = 0;
    for (const HostStatistics& host : sum.hosts) {
        EXPECT_EQ(host.resets_sent, kLength);
        EXPECT_GE(host.seconds.back().second, std::int64_t{kLength - 1});
        seconds += host.seconds.size();
    }
    EXPECT_LE(seconds, ReportSum::kSeconds + kHosts);
    EXPECT_GE(seconds, ReportSum::kSeconds / 2);
}

}  // namespace
}  // namespace finrst
