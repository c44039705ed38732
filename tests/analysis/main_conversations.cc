// SPDX-License-Identifier: GPL-2.0-or-later
#include "main_conversations.h"

namespace finrst {

namespace {

void clientCloses(Conversation& tcp) {
    tcp.handshake();
    tcp.request();
    tcp.client().fin();
    tcp.after(41ms).server().acks();
}

void finMeetsNoBucket(Conversation& tcp) {
    clientCloses(tcp);
    tcp.after(300ms).server().fin();
    tcp.client().resetsPassively();
}

void finMeetsNoOrphan(Conversation& tcp) {
    tcp.handshake();
    tcp.request();
    const Segment lost = tcp.undelivered().client().fin();
    tcp.after(210ms).undelivered().client().repeats(lost);
    tcp.after(420ms).undelivered().client().repeats(lost);
    tcp.after(840ms).undelivered().client().repeats(lost);
    tcp.after(5s).server().fin();
    tcp.client().resetsPassively();
}

void finMeetsNoTimeWait(Conversation& tcp) {
    clientCloses(tcp);
    const Segment fin = tcp.after(300ms).server().fin();
    tcp.undelivered().client().acks();
    tcp.after(220ms).server().repeats(fin);
    tcp.client().resetsPassively();
}

void finMeetsRestartedHost(Conversation& tcp) {
    tcp.handshake();
    tcp.request();
    tcp.after(30s).server().fin();
    tcp.client().resetsPassively();
}

void dataThenFinMeetClosedSocket(Conversation& tcp) {
    clientCloses(tcp);
    const Segment data = tcp.after(10ms).server().sends(31);
    const Segment fin = tcp.server().fin();
    tcp.client().resetsPassively(data);
    tcp.client().resetsPassively(fin);
}

void finWithDataMeetsClosedSocket(Conversation& tcp) {
    clientCloses(tcp);
    tcp.after(10ms).server().fin(31);
    tcp.client().resetsPassively();
}

void clientAborts(Conversation& tcp) {
    tcp.handshake();
    tcp.request();
    tcp.after(2s).client().aborts();
}

void clientWantsNoFinWait2(Conversation& tcp) {
    clientCloses(tcp);
    tcp.atOnce().client().resetsPassively();
}

void nothingListens(Conversation& tcp) {
    tcp.client().syn();
    tcp.server().resetsPassively();
}

void clientDoesNotWantTheSynAck(Conversation& tcp) {
    tcp.client().syn();
    tcp.server().synAck();
    tcp.client().resetsPassively();
}

void somethingBetweenResets(Conversation& tcp) {
    tcp.handshake();
    tcp.request();
    tcp.client().sends(300);
    tcp.server().ttl(240).resetsPassively();
}

void finOfNoConnection(Conversation& tcp) {
    tcp.client().says(kFin | kAck);
    tcp.server().resetsPassively();
}

}  // namespace

const std::vector<MainConversation>& mainConversations() {
    using enum Verdict;
    static const std::vector<MainConversation> kConversations = {
        {"FinMeetsNoBucket", finMeetsNoBucket, {kFinWait2Missing}},
        {"FinMeetsNoOrphan", finMeetsNoOrphan, {kFinWait1Missing}},
        {"FinMeetsNoTimeWait", finMeetsNoTimeWait, {kTimeWaitMissing}},
        {"FinMeetsRestartedHost", finMeetsRestartedHost, {kHalfOpen}},
        {"DataThenFinMeetClosedSocket",
         dataThenFinMeetClosedSocket,
         {kDataAfterClose, kAfterReset}},
        {"FinWithDataMeetsClosedSocket", finWithDataMeetsClosedSocket, {kDataAfterClose}},
        {"ClientAborts", clientAborts, {kAbort}},
        {"ClientWantsNoFinWait2", clientWantsNoFinWait2, {kLinger2Abort}},
        {"NothingListens", nothingListens, {kRefused}},
        {"ClientDoesNotWantTheSynAck", clientDoesNotWantTheSynAck, {kHandshakeReset}},
        {"SomethingBetweenResets", somethingBetweenResets, {kMiddlebox}},
        {"FinOfNoConnection", finOfNoConnection, {kStray}},
    };
    return kConversations;
}

}  // namespace finrst
