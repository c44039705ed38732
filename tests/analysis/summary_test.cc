// SPDX-License-Identifier: GPL-2.0-or-later
// The first screen of any capture.
#include "report/summary.h"

#include "conversation.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <deque>
#include <string>

namespace finrst {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string summaryOf(const CaptureAnalysis& analysis) {
    std::string text;
    writeSummary(makeReport(analysis), [&](std::string_view part) { text += part; });
    return text;
}

/// So many clients of as many services that abort.
std::string summaryOfAborts(std::uint8_t clients) {
    Capture capture;
    std::deque<Conversation> conversations;
    for (std::uint8_t client = 1; client <= clients; ++client) {
        Conversation& tcp = conversations.emplace_back(
            capture, Conversation::Setup{.client_isn = 1000u * client,
                                         .server_port = static_cast<std::uint16_t>(client),
                                         .client_host = client});
        tcp.handshake();
        tcp.request();
        tcp.client().aborts();
    }
    return summaryOf(capture.analysis());
}

TEST(Summary, OfOneIncidentTellsAllOfIt) {
    const std::string summary = summaryOfAborts(1);
    EXPECT_THAT(summary, HasSubstr("1. 10.0.0.1 aborted 1 connection to 10.0.0.2:1\n"));
    EXPECT_THAT(summary, HasSubstr("   > "));
    EXPECT_THAT(summary, HasSubstr("   + RST+ACK at the sender's own next sequence number"));
}

TEST(Summary, OfManyIncidentsTellsTheFirstAndHowManyThereAre) {
    const std::string summary = summaryOfAborts(40);
    EXPECT_LE(std::count(summary.begin(), summary.end(), '\n'),
              static_cast<std::ptrdiff_t>(kMostSummaryLines));
    EXPECT_THAT(summary, HasSubstr(" 40 connections reset; 40"));
    EXPECT_THAT(summary, HasSubstr("\n2. "));
    EXPECT_THAT(summary, HasSubstr("more: the report incidents shows all\n"));
    EXPECT_THAT(summary, Not(HasSubstr("\n40. ")));
}

TEST(Summary, OfNothingSaysNothingElse) {
    EXPECT_EQ(summaryOf(CaptureAnalysis()), "No TCP segments in this capture.\n");
}

}  // namespace
}  // namespace finrst
