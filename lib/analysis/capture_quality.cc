// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/capture_quality.h"

#include <algorithm>

namespace finrst {

namespace {

constexpr std::size_t kAtOnce = 4096;  // connections: some milliseconds
/// Fewer times may all be whole milliseconds by chance.
constexpr std::uint64_t kEnoughTimes = 4;
/// No port is used again sooner after its close (RFC 6191; `tcp_twsk_unique`).
constexpr Duration kSoonestReuse = std::chrono::seconds(1);

template <typename Test>
bool anyEnd(const Connection& connection, Test test) {
    for (const Side side : {Side::kA, Side::kB}) {
        if (test(connection.end(side), connection.end(opposite(side)))) return true;
    }
    return false;
}

bool isHeard(const Endpoint& self, const Endpoint&) {
    return self.spoke();
}

bool isPlain(const Endpoint& self, const Endpoint&) {
    return self.sent_plain;
}

bool hasHoles(const Endpoint& self, const Endpoint&) {
    return self.missed;
}

/// A RST lies beyond what its sender is known to have sent.
bool resetJumps(const CaptureAnalysis& analysis, const Connection& connection) {
    if (!connection.isReset()) return false;
    const Reset& reset = analysis.resets()[connection.firstReset()];
    const Endpoint& sender = connection.end(reset.sender);
    return sender.spoke() && sender.next_seq.precedes(reset.seq);
}

/// The peer, of which nothing is in the capture, answered the SYN or sent what this end ACKed.
bool isHeardAlone(const Endpoint& self, const Endpoint& peer) {
    if (!self.spoke() || peer.spoke() || peer.resets > 0) return false;
    return peer.acked_unseen || (self.sent_syn && self.past_syn && self.sent_ack);
}

bool closedUnseen(const Endpoint& self, const Endpoint& peer) {
    return self.fin_implied && !self.sentFin() && peer.acked == self.next_seq + 1;
}

/// The peer has all that this end sent, and the capture has not.
bool lacksSegments(const Endpoint& self, const Endpoint& peer) {
    if (!self.spoke() || !peer.sent_ack || closedUnseen(self, peer)) return false;
    return self.next_seq.precedes(peer.acked) ||
           (self.unseen > 0 && peer.hasAcknowledged(self.next_seq));
}

bool isMirrored(const Endpoint& self, const Endpoint&) {
    return self.mirrored;
}

bool isRouted(const Endpoint& self, const Endpoint&) {
    return self.routed;
}

bool isAnsweredEarly(const Endpoint& self, const Endpoint&) {
    return self.answered_early;
}

/// Established, and no end of it seen when `next` took its ports.
bool endedUnseen(const Connection& connection, const Connection& next) {
    const auto is_established = [](const Endpoint& self, const Endpoint&) { return self.past_syn; };
    const auto ended = [](const Endpoint& self, const Endpoint&) {
        return self.sentFin() || self.resets > 0;
    };
    return anyEnd(connection, is_established) && !anyEnd(connection, ended) &&
           next.firstTime() - connection.firstTime() >= kSoonestReuse;
}

}  // namespace

bool CaptureQualityMaker::step() {
    const std::size_t end = std::min(connections_, next_ + kAtOnce);
    for (; next_ < end; ++next_) {
        if (!isSelected(selection_, next_)) continue;
        if (analysis_.connections().isLoneSyn(next_)) {
            ++counts_.all;
            ++counts_.heard;
        } else {
            count(analysis_.connections()[next_]);
        }
    }
    return next_ < connections_;
}

void CaptureQualityMaker::count(const Connection& connection) {
    const std::uint32_t earlier = connection.earlier().previous;
    const bool heard = anyEnd(connection, isHeard);
    const bool reused =
        earlier != kNoIndex && endedUnseen(analysis_.connections()[earlier], connection);
    ++counts_.all;
    counts_.heard += heard;
    counts_.plain += anyEnd(connection, isPlain);
    counts_.jumping += anyEnd(connection, hasHoles) || resetJumps(analysis_, connection);
    counts_.one_direction += anyEnd(connection, isHeardAlone);
    counts_.missing_segments += anyEnd(connection, lacksSegments);
    counts_.unseen_closes += reused || anyEnd(connection, closedUnseen);
    counts_.late += heard && !connection.sawHandshake();
    counts_.mirrored += anyEnd(connection, isMirrored);
    counts_.routed += anyEnd(connection, isRouted);
    counts_.early_answers += anyEnd(connection, isAnsweredEarly);
    for (const Side side : {Side::kA, Side::kB}) {
        counts_.most_copies =
            std::max<std::uint32_t>(counts_.most_copies, connection.end(side).most_copies);
    }
}

QualityCounts& QualityCounts::operator+=(const QualityCounts& others) {
    all += others.all;
    heard += others.heard;
    plain += others.plain;
    jumping += others.jumping;
    one_direction += others.one_direction;
    missing_segments += others.missing_segments;
    unseen_closes += others.unseen_closes;
    late += others.late;
    mirrored += others.mirrored;
    routed += others.routed;
    early_answers += others.early_answers;
    most_copies = std::max(most_copies, others.most_copies);
    return *this;
}

std::vector<QualityFinding> findQuality(const QualityCounts& counts, const FrameSigns& frames,
                                        std::uint64_t segments, const Recorder& recorder) {
    const bool flags_only = counts.plain == 0 && counts.jumping > 0;
    const bool resets_only = counts.heard == 0;
    const bool milliseconds = frames.wholeMilliseconds() && segments >= kEnoughTimes;
    std::vector<QualityFinding> found;
    const auto note = [&](Shortcoming kind, std::uint64_t count, std::uint64_t of,
                          std::uint32_t times = 0) {
        if (count > 0) found.push_back({kind, count, of, times});
    };
    const auto noteConnections = [&](Shortcoming kind, std::uint32_t count) {
        note(kind, count, counts.all);
    };
    noteConnections(Shortcoming::kFlagsOnly, flags_only ? counts.jumping : 0);
    noteConnections(Shortcoming::kResetsOnly, resets_only ? counts.all : 0);
    noteConnections(Shortcoming::kOneDirection, counts.one_direction);
    noteConnections(Shortcoming::kMissingSegments, flags_only ? 0 : counts.missing_segments);
    note(Shortcoming::kRecorderDrops, recorder.dropped, recorder.packets + recorder.dropped);
    noteConnections(Shortcoming::kUnseenCloses, counts.unseen_closes);
    noteConnections(Shortcoming::kLateStart, counts.late);
    const std::uint32_t times = counts.most_copies + 1;
    note(Shortcoming::kMirrorCopies, counts.mirrored, counts.all, times);
    note(Shortcoming::kRoutedCopies, counts.routed, counts.all, times);
    note(Shortcoming::kTranslated, frames.translatedSyns(), frames.syns());
    note(Shortcoming::kCutSegments, frames.cut(), segments);
    note(Shortcoming::kSuperFrames, frames.superFrames(), segments);
    note(Shortcoming::kTimeBackwards, frames.stepsBack(), segments);
    note(Shortcoming::kMilliseconds, milliseconds ? segments : 0, segments);
    noteConnections(Shortcoming::kTwoClocks, counts.early_answers);
    return found;
}

}  // namespace finrst
