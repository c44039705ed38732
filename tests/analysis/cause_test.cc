// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversation.h"
#include "report/explanation.h"

#include <gtest/gtest.h>

namespace finrst {
namespace {

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

TEST(CauseInFinWait2, ShorterThanTheTimeoutIsAnOverflow) {
    Capture capture;
    const Reset* reset = close(capture, 1000, 300ms, true);
    EXPECT_EQ(explained(capture, reset).cause, Cause::kTwBucketOverflow);
}

TEST(CauseInFinWait2, AsLongAsTheTimeoutIsTheTimeout) {
    Capture capture;
    const Reset* reset = close(capture, 1000, 60s, true);
    EXPECT_EQ(explained(capture, reset).cause, Cause::kFinTimeout);
}

TEST(CauseInFinWait2, SurvivorsThatStopShowALowerTimeout) {
    Capture capture;
    for (std::uint16_t i = 0; i < 3; ++i)
        close(capture, static_cast<std::uint16_t>(1000 + i), 9s, false);
    const Reset* reset = close(capture, 2000, 11s, true);
    EXPECT_EQ(explained(capture, reset).cause, Cause::kFinTimeout);
}

TEST(CauseInFinWait2, SurvivorsThatLivedLongerShowAnOverflow) {
    Capture capture;
    for (std::uint16_t i = 0; i < 3; ++i)
        close(capture, static_cast<std::uint16_t>(1000 + i), 9s, false);
    const Reset* reset = close(capture, 2000, 5s, true);
    EXPECT_EQ(explained(capture, reset).cause, Cause::kTwBucketOverflow);
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
