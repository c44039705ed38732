// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"

#include <gtest/gtest.h>

namespace finrst {
namespace {

// Probes of scanners belong to no connection: never an affected one.

const Reset& scan(Conversation& tcp, std::uint8_t flags) {
    tcp.client().says(flags);
    return tcp.server().resetsPassively();
}

TEST(Scan, FinXmasNullAckAndMaimonAreStray) {
    constexpr std::uint8_t kXmas = kFin | kPsh | kUrg;
    for (const int flags : {int{kFin}, int{kXmas}, 0, int{kAck}, kFin | kAck}) {
        Conversation tcp;
        const Reset& reset = scan(tcp, static_cast<std::uint8_t>(flags));
        EXPECT_EQ(reset.verdict, Verdict::kStray) << flags;
        EXPECT_EQ(reset.origin, Origin::kPassive) << flags;
        EXPECT_FALSE(reset.isAffected()) << flags;
    }
}

TEST(Scan, RepeatedProbesAreStray) {
    Conversation tcp;
    const Segment fin = tcp.client().says(kFin);
    tcp.server().resetsPassively();
    tcp.after(1s).client().repeats(fin);
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kStray);
    EXPECT_FALSE(reset.isAffected());
}

TEST(Scan, AckAndDataAreNoRepeatedProbe) {
    Conversation tcp;
    tcp.client().says(kAck);
    tcp.after(1s).client().sends(100);
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kStray);
    EXPECT_TRUE(reset.evidence.has(Evidence::kSenderUnseen));
    EXPECT_FALSE(reset.evidence.has(Evidence::kNothingElse));
}

TEST(Scan, SynOfAClosedPortIsRefused) {
    Conversation tcp;
    EXPECT_EQ(scan(tcp, kSyn).verdict, Verdict::kRefused);
}

// Backscatter of a flood with forged addresses: RSTs of a host that nobody asked.
TEST(Scan, ResetsAloneAreStray) {
    Conversation tcp;
    EXPECT_EQ(tcp.client().resetsBarely().verdict, Verdict::kStray);
    EXPECT_EQ(tcp.after(1s).client().aborts().verdict, Verdict::kStray);
}

}  // namespace
}  // namespace finrst
