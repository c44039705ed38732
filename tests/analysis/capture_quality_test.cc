// SPDX-License-Identifier: GPL-2.0-or-later
// What a capture lacks, each told from conversations as such a recorder would show them.
#include "analysis/capture_quality.h"

#include "conversation.h"

#include <gmock/gmock.h>

#include <array>

namespace finrst {

static void PrintTo(const QualityFinding& finding, std::ostream* out) {
    *out << "shortcoming " << static_cast<int>(finding.kind) << " in " << finding.count << " of "
         << finding.of;
}

namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<QualityFinding> quality(const CaptureAnalysis& analysis,
                                    const Selection& selection = {}) {
    CaptureQualityMaker maker(analysis, selection);
    while (maker.step()) {
    }
    return maker.take();
}
std::vector<QualityFinding> quality(Conversation& tcp) {
    return quality(tcp.capture().analysis());
}

auto is(Shortcoming kind) {
    return Field("kind", &QualityFinding::kind, kind);
}
auto isIn(std::uint64_t count, std::uint64_t of) {
    return AllOf(Field("count", &QualityFinding::count, count),
                 Field("of", &QualityFinding::of, of));
}

void clientCloses(Conversation& tcp) {
    tcp.client().fin();
    tcp.after(41ms).server().acks();
    tcp.after(100ms).server().fin();
    tcp.client().acks();
}

TEST(WholeCapture, LacksNothing) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    clientCloses(tcp);
    EXPECT_THAT(quality(tcp), IsEmpty());
}

TEST(WholeCapture, LacksNothingThatTheNetworkLostOnTheWayToIt) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().sends(100);
    const Segment lost = tcp.uncaptured().undelivered().server().sends(200);
    tcp.server().sends(300);
    tcp.server().repeats(lost);
    tcp.client().ack(tcp.server().next()).acks();
    clientCloses(tcp);
    EXPECT_THAT(quality(tcp), IsEmpty());
}

TEST(WholeCapture, LacksNothingWhenSegmentsOvertakeEachOther) {
    Conversation tcp;
    tcp.handshake();
    const Segment first = tcp.uncaptured().client().sends(100);
    tcp.client().sends(100);
    tcp.client().repeats(first);
    tcp.server().acks();
    EXPECT_THAT(quality(tcp), IsEmpty());
}

TEST(EmptyCapture, LacksNothing) {
    EXPECT_THAT(quality(CaptureAnalysis()), IsEmpty());
}

// tcpdump 'tcp[tcpflags] & (tcp-syn|tcp-fin|tcp-rst) != 0'
TEST(FilterOnFlags, ShowsInNumbersThatJump) {
    Conversation tcp;
    tcp.client().syn();
    tcp.server().synAck();
    tcp.uncaptured().client().acks();
    tcp.uncaptured().client().sends(100);
    tcp.uncaptured().server().sends(200);
    tcp.client().fin();
    tcp.uncaptured().server().acks();
    tcp.server().fin();
    tcp.client().resetsPassively();
    EXPECT_THAT(quality(tcp), ElementsAre(AllOf(is(Shortcoming::kFlagsOnly), isIn(1, 1))));
}

TEST(FilterOnFlags, IsNotToldFromRefusedConnections) {
    Conversation tcp;
    tcp.client().syn();
    tcp.server().aborts();
    EXPECT_THAT(quality(tcp), IsEmpty());
}

TEST(FilterOnFlags, ShowsInTheNumberOfAReset) {
    Conversation tcp;
    tcp.client().syn();
    tcp.server().synAck();
    tcp.uncaptured().client().acks();
    tcp.uncaptured().client().sends(100);
    tcp.client().aborts();
    EXPECT_THAT(quality(tcp), ElementsAre(is(Shortcoming::kFlagsOnly)));
}

TEST(FilterOnResets, LeavesResetsAlone) {
    Conversation tcp;
    tcp.uncaptured().client().sends(100);
    tcp.server().aborts();
    EXPECT_THAT(quality(tcp), ElementsAre(AllOf(is(Shortcoming::kResetsOnly), isIn(1, 1))));
}

TEST(OneDirection, ShowsInAHandshakeWithoutAnAnswer) {
    Conversation tcp;
    tcp.client().syn();
    tcp.uncaptured().server().synAck();
    tcp.client().acks();
    EXPECT_THAT(quality(tcp), ElementsAre(is(Shortcoming::kOneDirection)));
}

TEST(OneDirection, ShowsInTheMiddleWhereMoreAndMoreIsAcked) {
    Conversation tcp;
    tcp.client().acks();
    tcp.uncaptured().server().sends(100);
    tcp.client().acks();
    EXPECT_THAT(quality(tcp),
                ElementsAre(is(Shortcoming::kOneDirection), is(Shortcoming::kLateStart)));
}

TEST(OneDirection, IsNotToldFromAPeerThatDoesNotAnswer) {
    Conversation tcp;
    const Segment syn = tcp.client().syn();
    tcp.after(1s).client().repeats(syn);
    EXPECT_THAT(quality(tcp), IsEmpty());
}

TEST(MissingSegment, ShowsInTheAckOfIt) {
    Conversation tcp;
    tcp.handshake();
    tcp.uncaptured().client().sends(100);
    tcp.server().acks();
    EXPECT_THAT(quality(tcp), ElementsAre(is(Shortcoming::kMissingSegments)));
}

TEST(MissingSegment, ShowsInAHoleThatWasAcked) {
    Conversation tcp;
    tcp.handshake();
    tcp.uncaptured().client().sends(100);
    tcp.client().sends(100);
    EXPECT_THAT(quality(tcp), IsEmpty()) << "it may come yet";
    tcp.server().acks();
    EXPECT_THAT(quality(tcp), ElementsAre(is(Shortcoming::kMissingSegments)));
}

TEST(UnseenClose, ShowsInTheAckOfTheFin) {
    Conversation tcp;
    tcp.handshake();
    tcp.uncaptured().client().fin();
    tcp.after(41ms).server().acks();
    EXPECT_THAT(quality(tcp), ElementsAre(is(Shortcoming::kUnseenCloses)));
}

TEST(MissingSegment, IsNoAnswerBeforeItsQuestion) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().sends(100);
    tcp.uncaptured().server().sends(200);
    tcp.client().acks();
    tcp.server().acks();
    EXPECT_THAT(quality(tcp), ElementsAre(is(Shortcoming::kMissingSegments)));
}

TEST(UnseenClose, ShowsInPortsThatAreUsedAnew) {
    Conversation tcp;
    tcp.handshake();
    tcp.request();
    tcp.after(90s).reuse(900'000, 1'900'000);
    tcp.handshake();
    EXPECT_THAT(quality(tcp), ElementsAre(AllOf(is(Shortcoming::kUnseenCloses), isIn(1, 2))));
}

TEST(LateStart, ShowsInConnectionsWithoutAHandshake) {
    Capture capture;
    Conversation older(capture, {});
    older.request();
    Conversation younger(capture, {.client_port = 40'001});
    younger.handshake();
    EXPECT_THAT(quality(capture.analysis()),
                ElementsAre(AllOf(is(Shortcoming::kLateStart), isIn(1, 2))));
    EXPECT_THAT(quality(capture.analysis(), {false, true}), IsEmpty());
}

TEST(Copies, OfAMirrorPortAreEqual) {
    Conversation tcp;
    tcp.client().syn();
    for (int i = 0; i < 2; ++i) tcp.mirrored();
    EXPECT_THAT(quality(tcp), ElementsAre(AllOf(is(Shortcoming::kMirrorCopies),
                                                Field("times", &QualityFinding::times, 3u))));
}

TEST(Copies, BehindARouterHaveALowerTtl) {
    Conversation tcp;
    tcp.client().syn();
    tcp.routed();
    EXPECT_THAT(quality(tcp), ElementsAre(AllOf(is(Shortcoming::kRoutedCopies),
                                                Field("times", &QualityFinding::times, 2u))));
}

// Of pure ACKs, the copy of one that is not the last is not known for a copy.
TEST(Copies, BehindARouterKeepTheirTtlWhereOneOvertakesAnother) {
    Conversation tcp;
    tcp.handshake();
    const Segment first = tcp.client().acks();
    const Segment second = tcp.client().sends(10);
    for (Segment copy : {first, second}) {
        --copy.ip.ttl;
        tcp.capture().add(copy);
    }
    EXPECT_THAT(quality(tcp), ElementsAre(is(Shortcoming::kRoutedCopies)));
}

TEST(SnapLength, CutsOffTheWindow) {
    Conversation tcp;
    tcp.client().with([](Segment& s) { s.window.reset(); }).syn();
    tcp.server().synAck();
    EXPECT_THAT(quality(tcp), ElementsAre(AllOf(is(Shortcoming::kCutSegments), isIn(1, 2))));
}

TEST(SnapLength, CutsOffWhatAResetSays) {
    Conversation tcp;
    tcp.client().syn();
    tcp.server().with([](Segment& s) { s.length = 20; }).aborts();
    EXPECT_THAT(quality(tcp), ElementsAre(AllOf(is(Shortcoming::kCutSegments), isIn(1, 2))));
}

TEST(SuperFrames, HoldMoreThanAPacket) {
    Conversation tcp;
    tcp.handshake();
    tcp.client().sends(8948);
    EXPECT_THAT(quality(tcp), IsEmpty()) << "a jumbo frame is a packet";
    tcp.client().sends(64'000);
    EXPECT_THAT(quality(tcp), ElementsAre(AllOf(is(Shortcoming::kSuperFrames), isIn(1, 5))));
}

TEST(Clock, ThatStepsBackByWhatTwoProcessorsMakeOfIt) {
    Conversation tcp;
    tcp.handshake();
    tcp.after(-300us).request();
    EXPECT_THAT(quality(tcp), IsEmpty());
}

TEST(Clock, ThatRunsBackwards) {
    Conversation tcp;
    tcp.handshake();
    tcp.after(-1s).request();
    EXPECT_THAT(quality(tcp), ElementsAre(AllOf(is(Shortcoming::kTimeBackwards), isIn(1, 6))));
}

TEST(Clock, ThatKnowsWholeMillisecondsOnly) {
    Conversation tcp;
    for (int i = 0; i < 3; ++i) tcp.after(800us).client().sends(10);
    EXPECT_THAT(quality(tcp), Not(Contains(is(Shortcoming::kMilliseconds)))) << "may be chance";
    tcp.after(800us).client().sends(10);
    EXPECT_THAT(quality(tcp), Contains(is(Shortcoming::kMilliseconds)));
    tcp.client().sends(10);
    EXPECT_THAT(quality(tcp), Not(Contains(is(Shortcoming::kMilliseconds))));
}

TEST(TwoClocks, ShowAnswersBeforeWhatTheyAnswer) {
    Conversation tcp;
    tcp.handshake();
    Segment data = tcp.uncaptured().client().sends(100);
    tcp.server().acks();
    tcp.capture().add(data);
    EXPECT_THAT(quality(tcp), ElementsAre(is(Shortcoming::kTwoClocks)));
}

TEST(TwoClocks, ShowASynAfterItsAnswer) {
    Conversation tcp;
    Segment syn = tcp.uncaptured().client().syn();
    tcp.server().synAck();
    tcp.capture().add(syn);
    tcp.client().acks();
    EXPECT_THAT(quality(tcp), ElementsAre(is(Shortcoming::kTwoClocks)));
}

TEST(Translated, SynComesAgainWithAnotherAddress) {
    Conversation tcp;
    Segment syn = tcp.client().syn();
    const std::array<std::uint8_t, 4> outside = {198, 51, 100, 7};
    syn.source = Address::fromV4(outside.data());
    tcp.capture().add(syn);
    EXPECT_THAT(quality(tcp), Contains(AllOf(is(Shortcoming::kTranslated), isIn(1, 2))));
}

// As nmap does.
TEST(Translated, ScanThatUsesOneNumberAgainAndAgainIsNotTranslated) {
    Conversation tcp;
    Segment syn = tcp.client().syn();
    const std::array<std::uint8_t, 4> next = {198, 51, 100, 7};
    syn.destination = Address::fromV4(next.data());
    ++syn.ip.id;
    tcp.capture().add(syn);
    EXPECT_THAT(quality(tcp), Not(Contains(is(Shortcoming::kTranslated))));
}

}  // namespace
}  // namespace finrst
