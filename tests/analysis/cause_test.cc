// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"
#include "report/explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace finrst {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

/// The client closes; the server's FIN comes `wait` after its ACK, and is reset or ACKed.
const Reset* close(Capture& capture, std::uint16_t port, Duration wait, bool reset) {
    Conversation tcp(capture, {.client_port = port});
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.server().acks();
    tcp.after(wait).server().fin();
    if (reset) return &tcp.client().resetsPassively();
    tcp.client().acks();
    return nullptr;
}

Explanation explained(Capture& capture, const Reset* reset) {
    return explain(capture.analysis(), *reset);
}

/// So many closes whose bucket survives `wait`.
void closeWithBuckets(Capture& capture, int closes, Duration wait, std::uint16_t first_port) {
    for (int i = 0; i < closes; ++i) {
        close(capture, static_cast<std::uint16_t>(first_port + i), wait, false);
    }
}

Cause causeOf(Capture& capture, const Reset* reset) {
    return explained(capture, reset).cause;
}

// A phone, a firewall, a timer, a restart: one connection does not tell them apart.
TEST(CauseInFinWait2, IsUnknownFromOneConnection) {
    Capture capture;
    const Explanation found = explained(capture, close(capture, 1000, 300ms, true));
    EXPECT_EQ(found.cause, Cause::kUnknown);
    EXPECT_THAT(found.counter_evidence, Contains(HasSubstr("tcp_max_tw_buckets")));
}

TEST(CauseInFinWait2, IsAnOverflowWhereClosesSurvivedAndNoneSinceThen) {
    Capture capture;
    closeWithBuckets(capture, 3, 9s, 1000);
    const Explanation found = explained(capture, close(capture, 2000, 5s, true));
    EXPECT_EQ(found.cause, Cause::kTwBucketOverflow);
    EXPECT_THAT(found.evidence, Contains(HasSubstr("3 closes of this host had a bucket before")));
}

TEST(CauseInFinWait2, IsUnknownWhereFewerThanThreeHadSurvived) {
    Capture capture;
    closeWithBuckets(capture, 2, 9s, 1000);
    EXPECT_EQ(causeOf(capture, close(capture, 2000, 5s, true)), Cause::kUnknown);
}

// A full table would have refused those, too.
TEST(CauseInFinWait2, IsUnknownWhereOthersSurviveLater) {
    Capture capture;
    closeWithBuckets(capture, 3, 1s, 1000);
    const Reset* reset = close(capture, 2000, 1s, true);
    EXPECT_EQ(causeOf(capture, reset), Cause::kTwBucketOverflow);
    closeWithBuckets(capture, 1, 1s, 3000);
    EXPECT_EQ(causeOf(capture, reset), Cause::kUnknown);
}

// Its bucket was made when there was still room: the FIN's ACK counts, not the peer's FIN.
TEST(CauseInFinWait2, StaysAnOverflowWhereAnEarlierCloseIsSeenToSurviveLater) {
    Capture capture;
    Conversation patient(capture, {.client_port = 900});
    patient.handshake();
    patient.client().fin();
    patient.server().acks();
    closeWithBuckets(capture, 3, 1s, 1000);
    const Reset* reset = close(capture, 2000, 1s, true);
    patient.server().fin();
    patient.client().acks();
    EXPECT_EQ(causeOf(capture, reset), Cause::kTwBucketOverflow);
}

// The limit may have been raised: what was refused in a long row before was refused.
TEST(CauseInFinWait2, StaysAnOverflowOfManyWhereOthersSurviveLater) {
    Capture capture;
    closeWithBuckets(capture, 3, 1s, 1000);
    const Reset* reset = nullptr;
    for (std::uint16_t i = 0; i < 10; ++i) {
        reset = close(capture, static_cast<std::uint16_t>(2000 + i), 1s, true);
    }
    closeWithBuckets(capture, 3, 1s, 3000);
    EXPECT_EQ(causeOf(capture, reset), Cause::kTwBucketOverflow);
}

// Buckets that expire leave room.
TEST(CauseInFinWait2, StaysAnOverflowWhereOthersSurviveAMinuteLater) {
    Capture capture;
    closeWithBuckets(capture, 3, 1s, 1000);
    const Reset* reset = close(capture, 2000, 1s, true);
    capture.after(70s);
    closeWithBuckets(capture, 3, 1s, 3000);
    EXPECT_EQ(causeOf(capture, reset), Cause::kTwBucketOverflow);
}

TEST(CauseInFinWait2, IsUnknownOfOneThatIsMissingAfterMinutesOfSurvivors) {
    Capture capture;
    closeWithBuckets(capture, 100, 1s, 1000);
    EXPECT_EQ(causeOf(capture, close(capture, 2000, 500ms, true)), Cause::kUnknown);
}

// Nothing shows of closes that are over at once whether they had a bucket.
TEST(CauseInFinWait2, IsAnOverflowWhereAHundredBucketsAreHeldWheneverOneIsRefused) {
    Capture capture;
    for (std::uint16_t i = 0; i < 100; ++i) {
        Conversation tcp(capture, {.client_port = static_cast<std::uint16_t>(1000 + i)});
        tcp.handshake();
        tcp.client().fin();
        tcp.server().fin();
        tcp.client().acks();
    }
    const Reset* reset = close(capture, 2000, 300ms, true);
    EXPECT_EQ(causeOf(capture, reset), Cause::kUnknown);
    close(capture, 2001, 300ms, true);
    close(capture, 2002, 300ms, true);
    const Explanation found = explained(capture, reset);
    EXPECT_EQ(found.cause, Cause::kTwBucketOverflow);
    EXPECT_THAT(found.evidence, Contains(HasSubstr("this host held 100 buckets or more")));
}

TEST(CauseInFinWait2, AsLongAsTheTimeoutIsTheTimeout) {
    Capture capture;
    EXPECT_EQ(causeOf(capture, close(capture, 1000, 60s, true)), Cause::kFinTimeout);
}

TEST(CauseInFinWait2, AsLongAsATimeoutThatOthersOutliveIsUnknown) {
    Capture capture;
    closeWithBuckets(capture, 1, 80s, 1000);
    EXPECT_EQ(causeOf(capture, close(capture, 2000, 61s, true)), Cause::kUnknown);
}

TEST(CauseInFinWait2, SurvivorsThatStopShowALowerTimeout) {
    Capture capture;
    closeWithBuckets(capture, 3, 9s, 1000);
    const Reset* reset = close(capture, 2000, 11s, true);
    EXPECT_EQ(causeOf(capture, reset), Cause::kFinTimeout);
}

// The kernel's timers are late by an eighth at most.
TEST(CauseInFinWait2, HundredSurvivorsShowALowerTimeoutThoughOneOutlivedIt) {
    Capture capture;
    closeWithBuckets(capture, 99, 3s, 1000);
    closeWithBuckets(capture, 1, 5500ms, 1200);
    const Explanation found = explained(capture, close(capture, 2000, 5100ms, true));
    EXPECT_EQ(found.cause, Cause::kFinTimeout);
    EXPECT_THAT(found.counter_evidence, Not(Contains(HasSubstr("full table"))));
}

TEST(CauseInFinWait2, GathersJustAboveARoundTimeOfATimer) {
    Capture capture;
    const Reset* reset = close(capture, 1000, 30s, true);
    close(capture, 1001, 30500ms, true);
    EXPECT_EQ(causeOf(capture, reset), Cause::kUnknown);
    close(capture, 1002, 32s, true);
    const Explanation found = explained(capture, reset);
    EXPECT_EQ(found.cause, Cause::kFinTimeout);
    EXPECT_THAT(found.evidence, Contains(HasSubstr("30.0 s to 32.0 s, just above a round time")));
}

// Only Linux refuses buckets.
TEST(CauseInFinWait2, IsUnknownOnAnotherStack) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().fin();
    tcp.server().acks();
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().ack(SequenceNumber(4711)).resetsPassively();
    EXPECT_EQ(reset.verdict, Verdict::kFinWait2Missing);
    EXPECT_EQ(explain(tcp.capture().analysis(), reset).cause, Cause::kUnknown);
}

TEST(Explanation, NamesFramesAndNumbers) {
    Capture capture;
    const Explanation text = explained(capture, close(capture, 1000, 300ms, true));
    EXPECT_EQ(text.kernel_path, "tcp_v4_rcv > no_tcp_socket > tcp_v4_send_reset");
    EXPECT_NE(text.sentence.find("(frame 7, ACKed in frame 8)"), std::string::npos)
        << text.sentence;
    for (const auto& lines : {text.evidence, text.counter_evidence}) {
        EXPECT_FALSE(lines.empty());
        for (const std::string& line : lines) {
            EXPECT_EQ(line.find_first_of("{}"), std::string::npos) << line;
        }
    }
}

}  // namespace
}  // namespace finrst
