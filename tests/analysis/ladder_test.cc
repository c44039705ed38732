// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/ladder.h"
#include "conversation.h"

#include <gmock/gmock.h>

namespace finrst {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

TEST(LadderLines, ShowWhereTheSocketWasMissing) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.after(300ms).server().fin();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_THAT(ladderLines(courseOf(tcp.capture().analysis(), reset)),
                ElementsAre("Its course, from 10.0.0.1:40000 to 10.0.0.2:6379:",
                            "+0 ns     1   SYN-SENT    -- SYN -->",
                            "+1.20 ms  7   FIN-WAIT-1  -- FIN -->  ESTABLISHED",
                            "+42.4 ms  8   FIN-WAIT-2  <-- ACK --  CLOSE-WAIT",
                            "+343 ms   9   FIN-WAIT-2  <-- FIN --  LAST-ACK",
                            "+343 ms   10  no socket   -- RST -->  CLOSED"));
}

TEST(LadderLines, ShowARefusal) {
    Conversation tcp;
    tcp.client().syn();
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_THAT(ladderLines(courseOf(tcp.capture().analysis(), reset)),
                ElementsAre("Its course, from 10.0.0.1:40000 to 10.0.0.2:6379:",
                            "+0 ns    1  SYN-SENT  -- SYN -->",
                            "+200 µs  2  CLOSED    <-- RST --  CLOSED"));
}

TEST(LadderLines, OpenNoConnectionThatTheClientGaveUp) {
    Conversation tcp;
    tcp.client().syn();
    tcp.after(1s).server().synAck();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_THAT(ladderLines(courseOf(tcp.capture().analysis(), reset)),
                ElementsAre("Its course, from 10.0.0.1:40000 to 10.0.0.2:6379:",
                            "+0 ns    1  SYN-SENT  -- SYN ------->",
                            "+1.00 s  2  SYN-SENT  <-- SYN, ACK --  SYN-RECEIVED",
                            "+1.00 s  3  CLOSED    -- RST ------->  CLOSED"));
}

TEST(LadderLines, TellWhatAKeepAliveMet) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.after(1h).server().probes();
    const Reset& reset = tcp.client().resetsPassively();
    EXPECT_THAT(ladderLines(courseOf(tcp.capture().analysis(), reset)),
                ElementsAre("Its course, from 10.0.0.1:40000 to 10.0.0.2:6379:",
                            "+0 ns    1  SYN-SENT     -- SYN --------->",
                            "+3600 s  7  ESTABLISHED  <-- keep-alive --  ESTABLISHED",
                            "+3600 s  8  no socket    -- RST --------->  CLOSED"));
}

// The capture holds nothing else of the connection: perhaps it was none.
TEST(LadderLines, TellNoStateOfWhatIsStray) {
    Conversation tcp;
    tcp.client().fin();
    const Reset& reset = tcp.server().resetsPassively();
    EXPECT_THAT(
        ladderLines(courseOf(tcp.capture().analysis(), reset)),
        ElementsAre("Its course, from 10.0.0.1:40000 to 10.0.0.2:6379:",
                    "+0 ns    1          -- FIN -->", "+200 µs  2  CLOSED  <-- RST --  CLOSED"));
}

// As in a capture of one direction that begins late.
TEST(LadderLines, TellNoStateOfAnEndThatWasNotHeard) {
    Conversation tcp;
    tcp.client().sends(10);
    tcp.client().fin();
    const Reset& reset = tcp.after(1s).client().aborts();
    EXPECT_THAT(ladderLines(courseOf(tcp.capture().analysis(), reset)),
                ElementsAre("Its course, from 10.0.0.1:40000 to 10.0.0.2:6379:",
                            "+0 ns    2  FIN-WAIT-1  -- FIN -->",
                            "+1.00 s  3  CLOSED      -- RST -->  CLOSED"));
}

}  // namespace
}  // namespace finrst
