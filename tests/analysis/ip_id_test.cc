// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"

#include <gtest/gtest.h>

namespace finrst {
namespace {

/// The client closes first, and is in FIN-WAIT-2 when the server's FIN comes.
void untilTheServersFin(Conversation& tcp) {
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.after(300ms).server().fin();
}

// A Linux server's SYN-ACK comes from no socket yet, and has ID 0.
TEST(IpId, OfTheSynAckIsNoCount) {
    Conversation tcp;
    tcp.client().syn();
    tcp.server().ipId(0).synAck();
    tcp.client().acks();
    for (int i = 0; i < 3; ++i) tcp.request();
    EXPECT_TRUE(tcp.server().aborts().evidence.has(Evidence::kIpIdOfSocket));
}

TEST(IpId, FramesThatChangedPlacesAreNoJump) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().ipId(1010).sends(100);
    tcp.client().ipId(1009).sends(100);
    tcp.server().acks();
    EXPECT_TRUE(tcp.client().ipId(1011).aborts().evidence.has(Evidence::kIpIdOfSocket));
}

// Linux before 4.19, and other stacks.
TEST(IpId, AndFragmentsInAnAnswerAreNotLinux) {
    Conversation tcp;
    untilTheServersFin(tcp);
    const Reset& reset = tcp.client()
                             .ipId(4711)
                             .with([](Segment& s) { s.ip.dont_fragment = false; })
                             .resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kIpIdInPassive));
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kFragmentsAllowed));
}

TEST(IpId, OfLinuxAnswersIsNothingAgainstThem) {
    Conversation tcp;
    untilTheServersFin(tcp);
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_TRUE(reset.evidence.has(Evidence::kIpIdZero));
    EXPECT_FALSE(reset.counter_evidence.has(Evidence::kIpIdInPassive));
    EXPECT_FALSE(reset.counter_evidence.has(Evidence::kFragmentsAllowed));
}

// A host with one counter for all connections, as Windows and lwIP have: two conversations whose
// client takes its IDs from there.
class HostCounter : public testing::Test {
  protected:
    Conversation::Talker client(Conversation& tcp) { return tcp.client().ipId(id_++); }
    /// The client's IDs go from one connection to the other and back.
    void talk() {
        for (Conversation* tcp : {&first_, &second_}) {
            client(*tcp).syn();
            tcp->server().synAck();
        }
        for (Conversation* tcp : {&first_, &second_}) {
            client(*tcp).acks();
            client(*tcp).sends(100);
            tcp->server().sends(200);
        }
    }

    Capture capture_;
    Conversation first_{capture_, {}};
    Conversation second_{capture_, {.client_port = 40'001}};
    std::uint16_t id_ = 300;
};

TEST_F(HostCounter, ShowsThatTheHostSentAnAnswer) {
    talk();
    client(first_).fin();
    first_.after(41ms).server().acks();
    first_.after(300ms).server().fin();
    id_ += 100;
    const Reset& reset = client(first_).resetsPassively();
    EXPECT_TRUE(reset.evidence.has(Evidence::kIpIdOfHost));
    EXPECT_TRUE(reset.counter_evidence.has(Evidence::kIpIdInPassive));
    EXPECT_NE(reset.certainty, Certainty::kCertain);
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
}

// The other connection carried on in the meantime: for this one's count alone, a jump.
TEST_F(HostCounter, FollowsTheHostAcrossItsConnections) {
    talk();
    for (int i = 0; i < 20; ++i) {
        id_ += 40;
        client(second_).sends(100);
    }
    const Reset& reset = client(first_).aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_TRUE(reset.evidence.has(Evidence::kIpIdOfHost));
}

TEST_F(HostCounter, IsNotWhatSocketsOfTheirOwnCountShow) {
    first_.handshake();
    second_.clientStack().ip_id = 30'000;
    second_.handshake();
    first_.request();
    second_.request();
    const Reset& reset = first_.client().aborts();
    EXPECT_EQ(reset.verdict, Verdict::kAbort);
    EXPECT_TRUE(reset.evidence.has(Evidence::kIpIdOfSocket));
    EXPECT_FALSE(reset.evidence.has(Evidence::kIpIdOfHost));
}

}  // namespace
}  // namespace finrst
