// SPDX-License-Identifier: GPL-2.0-or-later
#include "places/interface_places.h"
#include "report/report.h"
#include "wire.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace finrst {

namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// One capture of what two places saw, each as an interface.
class Merged : public testing::Test {
  protected:
    std::string join() {
        for (const Segment& segment : wire_.merged()) places_.add(segment);
        return places_.join();
    }
    const Reset& resetAt(std::uint16_t place) const {
        for (const Reset& reset : analysis_->resets()) {
            const Connection& connection = analysis_->connectionOf(reset);
            if (analysis_->hostOf(connection, Side::kA).place == place) return reset;
        }
        throw std::logic_error("no reset there");
    }

    Wire wire_{{.server_ahead = 3ms}};
    std::shared_ptr<CaptureAnalysis> analysis_ = std::make_shared<CaptureAnalysis>();
    InterfacePlaces places_{analysis_};
};

TEST_F(Merged, HoldsEachConnectionAtEachPlace) {
    wire_.handshake();
    wire_.request();
    wire_.server().resets();
    EXPECT_EQ(join(), "");
    EXPECT_EQ(analysis_->connections().size(), 2);
    EXPECT_EQ(analysis_->resets().size(), 2);
    const std::vector<PlaceFinding> findings = places_.findings();
    ASSERT_EQ(findings.size(), 2);
    EXPECT_EQ(findings[0].segments, 7);
    EXPECT_EQ(findings[1].connections, 1);
    EXPECT_EQ(findings[1].shared, 1);
}

TEST_F(Merged, IsToldOfOnce) {
    wire_.handshake();
    wire_.server().resets();
    join();
    const Report report = makeReport(*analysis_);
    EXPECT_EQ(report.connections, 1);
    EXPECT_EQ(report.resets, 1);
    EXPECT_TRUE(report.is_whole);
}

TEST_F(Merged, ProvesWhatWasMadeBetween) {
    wire_.handshake();
    wire_.request();
    wire_.madeBetween().server().resets();
    wire_.after(100ms).server().sends(10);
    wire_.after(100ms).client().acks();
    EXPECT_EQ(join(), "");
    const Reset& reset = resetAt(0);
    EXPECT_EQ(analysis_->placesReport(reset)->sent, Seen::kNo);
    EXPECT_EQ(reset.verdict, Verdict::kMiddlebox);
    EXPECT_EQ(reset.certainty, Certainty::kCertain);
}

TEST_F(Merged, KnowsTheRstOfEachPlaceByItsSegment) {
    wire_.handshake();
    wire_.server().resets();
    join();
    for (const Segment& segment : wire_.merged()) {
        if (!segment.has(kRst)) continue;
        EXPECT_EQ(analysis_->findReset(segment), &resetAt(segment.place));
        EXPECT_TRUE(analysis_->placesReport(resetAt(segment.place)));
    }
}

TEST_F(Merged, NamesItsPlacesByTheirInterfaces) {
    wire_.handshake();
    places_.at(0);
    places_.setName(0, "eth0", "client.pcap");
    places_.at(1);
    join();
    EXPECT_EQ(places_.findings()[0].name, "client.pcap");
    EXPECT_EQ(places_.findings()[1].name, "interface 1");
}

TEST_F(Merged, TellsInterfacesOfOneNameApart) {
    wire_.handshake();
    places_.setName(0, "eth0", "");
    places_.setName(1, "eth0", "");
    join();
    EXPECT_EQ(places_.findings()[0].name, "eth0 (interface 0)");
    EXPECT_EQ(places_.findings()[1].name, "eth0 (interface 1)");
}

TEST_F(Merged, OfOneInterfaceTellsNothingMore) {
    wire_.stopNearServer();
    wire_.handshake();
    wire_.server().resets();
    EXPECT_THAT(join(), StartsWith("it holds segments of one interface only."));
    EXPECT_TRUE(places_.findings().empty());
    EXPECT_EQ(makeReport(*analysis_).resets, 1);
}

TEST_F(Merged, OfInterfacesThatHoldOtherTrafficIsToldOfAsItIs) {
    wire_.stopNearServer();
    wire_.handshake();
    wire_.client().resets();
    wire_.startNearServer();
    wire_.connectAnew();
    wire_.stopNearClient();
    wire_.handshake();
    wire_.client().resets();
    EXPECT_THAT(join(), HasSubstr("has no connection in common with"));
    EXPECT_EQ(makeReport(*analysis_).resets, 2);
}

}  // namespace

}  // namespace finrst
