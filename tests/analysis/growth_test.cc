// SPDX-License-Identifier: GPL-2.0-or-later
// Captures in which whoever sent them chose what takes longest. Were a step of the analysis to go
// over all that came before it, each of these would take most of a minute.
#include "conversation.h"

#include <gtest/gtest.h>

#include <array>
#include <ctime>

namespace finrst {
namespace {

/// Of the processor's time, as other processes may take the rest.
class Watch {
  public:
    ~Watch() { EXPECT_LT(std::clock() - begin_, 10 * CLOCKS_PER_SEC); }

  private:
    const std::clock_t begin_ = std::clock();
};

TEST(Growth, SegmentsOfAFourTupleUsedAgainAndAgainAreFound) {
    constexpr std::uint32_t kTimes = 200'000;
    const Watch watch;
    Conversation tcp;
    for (std::uint32_t i = 0; i < kTimes; ++i) {
        if (i > 0) tcp.reuse(1000 + i, 0);
        tcp.client().syn();
        tcp.server().resetsPassively();
    }
    const CaptureAnalysis& analysis = tcp.capture().analysis();
    ASSERT_EQ(analysis.connections().size(), kTimes);
    for (const Segment& segment : tcp.capture().segments()) {
        ASSERT_EQ(analysis.findConnection(segment), (segment.frame - 1) / 2);
    }
}

/// An IPv6 address that begins with `first` and for which the hash of finrst 0.1.0 is 0.
Address collidingAddress(std::uint64_t first) {
    constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;
    const auto mixed = [](std::uint64_t word) {
        word = (word ^ word >> 32) * kOdd;
        return word ^ word >> 29;
    };
    const std::array<std::uint64_t, 2> words = {first, mixed(first)};
    return Address::fromV6(words.data());
}

TEST(Growth, AddressesMadeToCollideAreFound) {
    constexpr std::uint64_t kAddresses = 200'000;
    const Watch watch;
    Capture capture;
    for (std::uint64_t i = 1; i <= kAddresses; ++i) {
        Segment syn;
        syn.source = collidingAddress(i);
        syn.flags = kSyn;
        capture.add(syn);
    }
    EXPECT_EQ(capture.analysis().hosts().size(), kAddresses + 1);
}

}  // namespace
}  // namespace finrst
