// SPDX-License-Identifier: GPL-2.0-or-later
// The first screen of any capture, and the groups of resets on it.
#include "report/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace finrst {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Address host(std::uint32_t number) {
    const std::array<std::uint8_t, 4> bytes = {10, static_cast<std::uint8_t>(number >> 16),
                                               static_cast<std::uint8_t>(number >> 8),
                                               static_cast<std::uint8_t>(number)};
    return Address::fromV4(bytes.data());
}

/// A capture of connections that are refused.
class Refusals {
  public:
    void add(std::uint32_t client, std::uint16_t client_port, std::uint16_t server_port = 80) {
        Segment syn;
        syn.source = host(client);
        syn.destination = host(0);
        syn.source_port = client_port;
        syn.destination_port = server_port;
        syn.seq = SequenceNumber(1000);
        syn.flags = kSyn;
        syn.frame = ++frames_;
        analysis_.add(syn);
        Segment rst;
        rst.source = syn.destination;
        rst.destination = syn.source;
        rst.source_port = server_port;
        rst.destination_port = client_port;
        rst.ack = SequenceNumber(1001);
        rst.flags = kRst | kAck;
        rst.frame = ++frames_;
        groups_.add(analysis_, *analysis_.add(rst));
    }

    const ResetGroups& groups() const { return groups_; }
    std::string summary() const {
        std::string text;
        writeSummary(makeReport(analysis_), groups_, [&](std::string_view part) { text += part; });
        return text;
    }

  private:
    CaptureAnalysis analysis_;
    ResetGroups groups_;
    std::uint32_t frames_ = 0;
};

std::vector<std::uint32_t> connectionsOf(const std::vector<ResetGroup>& groups) {
    std::vector<std::uint32_t> connections;
    for (const ResetGroup& group : groups) connections.push_back(group.connections);
    return connections;
}

TEST(ResetGroups, AreOfOneClientOneServiceAndOneReason) {
    Refusals refusals;
    refusals.add(1, 4000);
    refusals.add(2, 4000);
    refusals.add(2, 4001);
    refusals.add(2, 4002, 443);
    const std::vector<ResetGroup> groups = refusals.groups().largest(10);
    EXPECT_THAT(connectionsOf(groups), ElementsAre(2, 1, 1));
    EXPECT_EQ(groups[0].client, host(2));
    EXPECT_EQ(groups[0].first_frame, 4u);
    EXPECT_EQ(groups[1].client, host(1)) << "of equal ones, the first is first";
    EXPECT_EQ(groups[2].server_port, 443);
    EXPECT_TRUE(groups[0].is_by_server);
    EXPECT_EQ(groups[0].verdict, Verdict::kRefused);
}

TEST(ResetGroups, OfVeryManyTheLargestStayAndAllAreCounted) {
    Refusals refusals;
    constexpr std::uint32_t kScanners = 20'000;
    for (std::uint16_t port = 1000; port < 1005; ++port) refusals.add(1, port);
    for (std::uint32_t client = 2; client < kScanners; ++client) refusals.add(client, 4000);
    refusals.add(1, 1005);
    EXPECT_EQ(refusals.groups().largest(1)[0].connections, 6u);
    EXPECT_EQ(refusals.groups().connections(), kScanners - 2 + 6);
    EXPECT_LT(refusals.groups().largest(kScanners).size(), kScanners / 2);
}

TEST(Summary, ShowsTenGroupsAndCountsTheRest) {
    Refusals refusals;
    for (std::uint32_t client = 1; client <= 12; ++client) {
        for (std::uint16_t i = 0; i < client; ++i) {
            refusals.add(client, static_cast<std::uint16_t>(4000 + i));
        }
    }
    const std::string summary = refusals.summary();
    EXPECT_THAT(summary, HasSubstr("10.0.0.0:80 → 10.0.0.12\n"));
    EXPECT_THAT(summary, HasSubstr("10.0.0.0:80 → 10.0.0.3\n"));
    EXPECT_THAT(summary, Not(HasSubstr("10.0.0.0:80 → 10.0.0.2\n")));
    EXPECT_THAT(summary, HasSubstr("    and 3 more;"));
    EXPECT_LE(std::count(summary.begin(), summary.end(), '\n'),
              static_cast<std::ptrdiff_t>(kMostSummaryLines));
}

TEST(Summary, OfNothingSaysNothingElse) {
    EXPECT_EQ(Refusals().summary(), "No TCP segments in this capture.\n");
}

}  // namespace
}  // namespace finrst
