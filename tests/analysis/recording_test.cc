// SPDX-License-Identifier: GPL-2.0-or-later
// The command that records what a capture lacks.
#include "report/recording.h"

#include "conversation.h"
#include "report/report.h"

#include <gmock/gmock.h>

#include <deque>

namespace finrst {
namespace {

using ::testing::EndsWith;

std::optional<Recording> recording(Capture& capture) {
    return makeReport(capture.analysis()).recording;
}

TEST(Recording, NamesPortAndHostsOfWhatWasReset) {
    Conversation tcp;
    tcp.request();
    tcp.client().aborts();
    const auto found = recording(tcp.capture());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->host.toString(), "10.0.0.1");
    EXPECT_EQ(found->command,
              "tcpdump -i any -s 256 -B 65536 -w resets.pcap "
              "'tcp port 6379 and host 10.0.0.2 and (host 10.0.0.1)'");
}

TEST(Recording, NamesAddressesOfIpV6AsTcpdumpReadsThem) {
    Conversation tcp({.ip = IpVersion::kV6});
    tcp.request();
    tcp.server().aborts();
    const auto found = recording(tcp.capture());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->host.toString(), "2001:db8::2");
    EXPECT_THAT(found->command,
                EndsWith("'tcp port 6379 and host 2001:db8::2 and (host 2001:db8::1)'"));
}

TEST(Recording, IsOfTheServiceThatIsResetMost) {
    Capture capture;
    std::deque<Conversation> conversations;
    for (const std::uint16_t port : std::to_array<std::uint16_t>({80, 6379, 6379})) {
        const auto client = static_cast<std::uint16_t>(40'000 + conversations.size());
        Conversation& tcp = conversations.emplace_back(
            capture, Conversation::Setup{.client_port = client, .server_port = port});
        tcp.request();
        tcp.client().aborts();
    }
    EXPECT_THAT(recording(capture)->command,
                EndsWith("'tcp port 6379 and host 10.0.0.2 and (host 10.0.0.1)'"));
}

TEST(Recording, OfManyClientsNamesTheServerAlone) {
    Capture capture;
    std::deque<Conversation> conversations;
    for (std::uint8_t last = 10; last < 15; ++last) {
        const std::array<std::uint8_t, 4> address = {10, 0, 1, last};
        Conversation& tcp = conversations.emplace_back(capture, Conversation::Setup{});
        const auto move = [&](Segment& s) { s.source = Address::fromV4(address.data()); };
        tcp.client().with(move).sends(100);
        tcp.client().with(move).aborts();
    }
    EXPECT_THAT(recording(capture)->command, EndsWith("'tcp port 6379 and host 10.0.0.2'"));
}

TEST(Recording, IsNotAskedForWhereNothingWasReset) {
    Conversation tcp;
    tcp.request();
    EXPECT_FALSE(recording(tcp.capture()));
}

TEST(Recording, IsNotAskedForWhereNothingIsMissing) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().aborts();
    EXPECT_FALSE(recording(tcp.capture()));
}

}  // namespace
}  // namespace finrst
