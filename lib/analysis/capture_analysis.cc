// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/capture_analysis.h"

#include "acceptance.h"
#include "analysis/cause.h"
#include "copy.h"
#include "judge.h"
#include "observe.h"
#include "outcome.h"
#include "related.h"
#include "testify.h"

#include <algorithm>
#include <array>

namespace finrst {

namespace {

/// So many RSTs of one connection are looked back at, at most.
constexpr int kLongestSeries = 16;

/// Both ends went on: the receiver of the RST sent more after it, and its sender took that, longer
/// after it than any packet is on its way.
bool wasIgnored(const Reset& reset, const Segment& segment, Side from,
                const Connection& connection) {
    return connection.goesOnAfterReset(segment, from) &&
           (!reset.receiver_next || reset.receiver_next->precedes(segment.ack)) &&
           segment.time - reset.time > kLongestWay;
}

/// A SYN-ACK to the SYN that `reset` had refused, and that was not sent again since.
bool acceptsRefused(const Reset& reset, const Segment& segment, Side from,
                    const Connection& connection) {
    return reset.trigger == Trigger::kSyn && reset.sender == from && segment.has(kSyn) &&
           segment.has(kAck) && connection.end(opposite(from)).latest.frame < reset.frame;
}

/// The end that `reset` comes from, in name, sends its next data after it.
bool sendsOn(const Reset& reset, const Segment& segment, Side from, const Connection& connection) {
    return connection.sendsOnAfterReset(segment, from) && !segment.seq.precedes(reset.seq);
}

/// That end's IP IDs, which the RST did not continue, go on counting: no old packet came late.
bool countsOn(const Reset& reset, const Segment& segment, Side from, const Connection& connection) {
    return connection.countsOnAfterReset(segment, from) &&
           !reset.header.has(Evidence::kIpIdOfSocket) && !reset.header.has(Evidence::kIpIdOfHost);
}

/// A copy says what the RST said of which it is one.
Reset explain(const Scene& scene) {
    const bool is_copy = scene.own_latest != nullptr && isCopyOfReset(scene);
    Reset reset;
    if (is_copy) {
        reset = *scene.own_latest;
        // Without an IP ID, it is one only by their number.
        if (scene.segment.ip.id == 0) {
            reset.certainty = std::min(reset.certainty, Certainty::kProbable);
            reset.if_on_both_sides = std::min(reset.if_on_both_sides, Certainty::kProbable);
        }
        if (reset.first_reset_frame == 0) reset.first_reset_frame = reset.frame;
        reset.frame = scene.segment.frame;
        reset.time = scene.segment.time;
        reset.previous = scene.connection.lastReset();
        reset.counter_evidence.add(Evidence::kCopyOfReset);
    } else {
        static_cast<Observation&>(reset) = observe(scene);
        static_cast<Judgement&>(reset) = judge(scene, reset);
        static_cast<ResetOutcome&>(reset) = outcomeOf(scene, reset.verdict);
    }
    reset.is_copy = is_copy;
    return reset;
}

}  // namespace

/// The ports first: they nearly always differ, and are faster to compare.
Side CaptureAnalysis::senderOf(const Segment& segment) {
    const bool is_a = segment.source_port != segment.destination_port
                          ? segment.source_port < segment.destination_port
                          : segment.source.halves() <= segment.destination.halves();
    return is_a ? Side::kA : Side::kB;
}

CaptureAnalysis::FourTuple CaptureAnalysis::fourTupleOf(const Segment& segment, Side from) {
    if (from == Side::kA) {
        return {segment.source, segment.destination, segment.source_port, segment.destination_port,
                segment.place};
    }
    return {segment.destination, segment.source, segment.destination_port, segment.source_port,
            segment.place};
}

void CaptureAnalysis::expect(const Segment& segment) const {
    constexpr std::size_t kInCaches = 1 << 14;  // connections that need no fetching
    // Other segments mostly find their connection where one of the last few found it.
    const bool is_found_soon = (segment.flags & (kSyn | kAck)) != kSyn;
    if (is_found_soon || connections_.size() <= kInCaches) return;
    flow_index_.prefetch(hashOf(fourTupleOf(segment, senderOf(segment))));
    host_index_.prefetch(hash_(segment.source.halves()));
}

void CaptureAnalysis::add(std::span<const Segment> segments) {
    for (const Segment& segment : segments) expect(segment);
    for (const Segment& segment : segments) add(segment);
}

const Reset* CaptureAnalysis::add(const Segment& segment) {
    if (segments_++ == 0) {
        first_time_ = last_time_ = segment.time;
        settings_.forgetBefore(first_time_);
    }
    last_time_ = std::max(last_time_, segment.time);
    frame_signs_.add(segment);
    tw_buckets_.advanceTo(segment.time);
    const Side from = senderOf(segment);
    turnTo(fourTupleOf(segment, from));
    if (latest_connection_ == kNoIndex && LoneSyn::canHold(segment) && !isFull()) {
        openWithSyn(segment, from);
        return nullptr;
    }
    Connection* connection = connectionFor(segment, from);
    if (connection == nullptr) {
        latest_connection_ = kNoIndex;
        ++left_out_.segments;
        left_out_.resets += segment.has(kRst);
        return nullptr;
    }
    if (segment.has(kRst)) return addReset(segment, latest_connection_, from);
    addSegment(segment, *connection, from);
    return nullptr;
}

void CaptureAnalysis::addSegment(const Segment& segment, Connection& connection, Side from) {
    const std::uint32_t index = latest_connection_;
    if (connection.isReset()) reconsider(segment, index, from);
    const Endpoint& peer = connection.end(opposite(from));
    const bool was_acked = peer.finAcked();
    if (peer.sentFin() && !was_acked) watchSurvivors(segment, index, from);
    connection.add(segment, from);
    hosts_[connection.host(from)].sawIpId(segment.ip.id, index);
    if (segment.has(kSyn)) [[unlikely]]
        learnFromSyn(segment, connection, from);
    if (peer.finAcked() && !was_acked) tw_buckets_.begin(index, opposite(from));
}

/// `syn` was added.
void CaptureAnalysis::learnFromSyn(const Segment& syn, const Connection& connection, Side from) {
    noteSyn(syn, connection.identity(), from, connection.isRoutedCopy(syn, from));
    if (!syn.has(kAck) || !syn.ip.known) return;
    hosts_[connection.host(from)].sawSynAck(syn.ip.ttl,
                                            AnswerTime(connection.end(from).fastest_answer));
}

/// What it says of its sender, whatever else came of the connection.
void CaptureAnalysis::noteSyn(const Segment& syn, const Connection::Identity& identity, Side from,
                              bool is_routed_copy) {
    const std::uint32_t peer = identity.host(opposite(from));
    Host& host = hosts_[identity.host(from)];
    host.sawSyn(syn, hosts_[peer].syn_options);
    host.sawSynTo(peer, is_routed_copy);
}

/// What `segment`, not added yet, says about the resets of its connection.
void CaptureAnalysis::reconsider(const Segment& segment, std::uint32_t index, Side from) {
    Connection& connection = connections_[index];
    Reset& first = resets_[connection.firstReset()];
    const bool was_affected = first.isAffected();
    const bool was_refusal = waitWithoutBucket(first, finTimeout(first)).has_value();
    if (connection.goesOnAfterReset(segment, from) || sendsOn(first, segment, from, connection)) {
        const bool in_sequence = first.seq == connection.end(from).next_seq;
        contradict(first, in_sequence ? Contradiction::kWentOn : Contradiction::kElsewhere,
                   segment);
    } else if (countsOn(first, segment, from, connection)) {
        contradict(first, Contradiction::kCountsOn, segment);
    }
    if (segment.has(kSyn) && segment.has(kAck)) {
        std::uint32_t next = connection.lastReset();
        for (int i = 0; i < kLongestSeries && next != kNoIndex; ++i) {
            Reset& reset = resets_[next];
            next = reset.previous;
            if (!acceptsRefused(reset, segment, from, connection)) continue;
            contradict(reset, Contradiction::kSynAccepted, segment);
        }
    }
    if (!connection.isCopy(segment, from)) followReceiver(segment, connection, from);
    if (was_refusal && !waitWithoutBucket(first, finTimeout(first))) {
        hosts_[connection.host(first.sender)].buckets.withdrawRefusal();
    }
    if (wasIgnored(first, segment, from, connection)) {
        first.accepted = Accepted::kNo;
        connection.forgetReset();
    }
    affected_ -= was_affected && !isAffected(index);
}

/// What `segment`, not added yet, of the end `from` shows of the resets that were sent to it: of
/// the latest ones, and of that which is believed to have ended the connection.
void CaptureAnalysis::followReceiver(const Segment& segment, const Connection& connection,
                                     Side from) {
    const Endpoint& receiver = connection.end(from);
    const Stack stack = stackBy(hostOf(connection, from).stack_signs);
    const bool acks_more =
        segment.has(kAck) && receiver.sent_ack && receiver.acked.precedes(segment.ack);
    const auto follow = [&](Reset& reset) {
        if (reset.sender == from) return;
        reset.accepted = acceptanceAfter(reset, segment, connection, stack);
        if (acks_more) acknowledge(static_cast<std::uint32_t>(segment.ack - receiver.acked), reset);
    };
    const std::uint32_t ending = endingReset(connection);
    std::uint32_t next = connection.lastReset();
    for (int i = 0; i < kLongestSeries && next != kNoIndex; ++i) {
        follow(resets_[next]);
        next = resets_[next].previous;
    }
    const bool is_further_back = ending != kNoIndex && next != kNoIndex && ending <= next;
    if (is_further_back) follow(resets_[ending]);
}

/// Index of the first reset of `connection` that may have been taken, or kNoIndex. Where that was
/// found to be refused, it is the next one that comes.
std::uint32_t CaptureAnalysis::endingReset(const Connection& connection) const {
    if (!connection.isReset()) return kNoIndex;
    const std::uint32_t last = connection.lastReset();
    for (const std::uint32_t index : {resets_[last].ended_by, last}) {
        const bool counts = index != kNoIndex && index >= connection.firstReset();
        if (counts && !isRefused(resets_[index].accepted)) return index;
    }
    return kNoIndex;
}

bool CaptureAnalysis::isFull() const {
    return connections_.size() >= settings_.max_connections.value_or(kNoIndex);
}

/// The four-tuple of `latest` was used anew when there was no room for another connection.
bool CaptureAnalysis::isLeftOut(const Segment& segment, std::uint32_t latest) const {
    if (reused_in_.empty()) return false;  // as nearly always: no search for each segment
    const auto reuse = reused_in_.find(latest);
    return reuse != reused_in_.end() && segment.frame >= reuse->second;
}

/// The connection that `segment` belongs to, of those of `latest_flow_`; it becomes the latest.
/// nullptr: it is left out.
Connection* CaptureAnalysis::connectionFor(const Segment& segment, Side from) {
    const std::uint32_t latest = latest_connection_;
    if (latest != kNoIndex) {
        if (isLeftOut(segment, latest)) return nullptr;
        Connection& connection = connections_[latest];
        if (!connection.isReopenedBy(segment, from)) return &connection;
        for (Side side : {Side::kA, Side::kB}) tw_buckets_.end(latest, side, segment.time);
    }
    if (!isFull()) return &open(segment, from);
    if (latest != kNoIndex) reused_in_.emplace(latest, segment.frame);
    return nullptr;
}

Connection::Earlier CaptureAnalysis::earlierThanNext(std::uint32_t previous) const {
    if (previous == kNoIndex) return {};
    const Connection::Earlier& near = connections_[previous].earlier();
    Connection::Earlier earlier = {previous, previous, near.count + 1};
    if (near.far == kNoIndex) return earlier;
    const Connection::Earlier& far = connections_[near.far].earlier();
    if (far.far == kNoIndex) return earlier;
    // Two equal leaps in a row become one.
    const std::uint32_t beyond = connections_[far.far].earlier().count;
    if (near.count - far.count == far.count - beyond) earlier.far = far.far;
    return earlier;
}

Connection::Identity CaptureAnalysis::identityOf(const FourTuple& flow) {
    return {{hostIndex(flow.a, flow.place, Side::kA), hostIndex(flow.b, flow.place, Side::kB)},
            {flow.port_a, flow.port_b}};
}

/// The first connection of `latest_flow_`.
void CaptureAnalysis::openWithSyn(const Segment& syn, Side from) {
    const Connection::Identity identity = identityOf(latest_flow_);
    connections_.add(LoneSyn(identity, syn, from));
    noteOpened(identity, syn, from);
    hosts_[identity.host(from)].sawIpId(syn.ip.id, latest_connection_);
    noteSyn(syn, identity, from, false);
}

/// The next connection of `latest_flow_`.
Connection& CaptureAnalysis::open(const Segment& segment, Side from) {
    const Connection::Identity identity = identityOf(latest_flow_);
    Connection& opened = connections_.add(identity, earlierThanNext(latest_connection_), segment);
    noteOpened(identity, segment, from);
    return opened;
}

/// The last connection, of `latest_flow_`, becomes the latest one.
void CaptureAnalysis::noteOpened(const Connection::Identity& identity, const Segment& segment,
                                 Side from) {
    const auto index = static_cast<std::uint32_t>(connections_.size() - 1);
    indexConnection(identity, latest_connection_, index, latest_hash_);
    latest_connection_ = index;
    if (segment.ip.known && !segment.has(kRst)) {
        hosts_[identity.host(from)].sawTtl(segment.ip.ttl);
    }
}

/// The latest connection of a four-tuple that has this hash; `previous`: the one before, or
/// kNoIndex.
void CaptureAnalysis::indexConnection(const Connection::Identity& identity, std::uint32_t previous,
                                      std::uint32_t index, std::uint64_t hash) {
    const std::uint16_t place = hosts_[identity.host(Side::kA)].place;
    for (const std::uint16_t port : identity.ports) {
        latest_of_ports_.add(portAt(port, place), index);
    }
    if (previous != kNoIndex) {
        flow_index_.replace(hash, previous, index);
    } else {
        flow_index_.insert(hash, index);
    }
}

/// Of the end `sender`, or kNoIndex; not looked for behind a long series of others.
std::uint32_t CaptureAnalysis::latestResetOf(const Connection& connection, Side sender,
                                             bool may_be_copy) const {
    std::uint32_t next = connection.lastReset();
    for (int i = 0; i < kLongestSeries && next != kNoIndex; ++i) {
        const Reset& reset = resets_[next];
        if (reset.sender == sender && (may_be_copy || !reset.is_copy)) return next;
        next = reset.previous;
    }
    return kNoIndex;
}

Scene CaptureAnalysis::sceneOf(const Segment& segment, std::uint32_t index, Side sender) const {
    const Connection& connection = connections_[index];
    const std::uint32_t earlier = connection.earlier().previous;
    const Endpoint& self = connection.end(sender);
    const Endpoint& peer = connection.end(opposite(sender));
    return {.segment = segment,
            .side = sender,
            .connection = connection,
            .sender = self,
            .peer = peer,
            .host = hostOf(connection, sender),
            .peer_host = hostOf(connection, opposite(sender)),
            .previous = earlier == kNoIndex ? nullptr : &connections_[earlier],
            .first_reset = resetAt(connection.firstReset()),
            .ended_by = resetAt(endingReset(connection)),
            .own_latest = resetAt(latestResetOf(connection, sender, true)),
            .answered = findTrigger(segment, self, peer)};
}

const Reset* CaptureAnalysis::addReset(const Segment& segment, std::uint32_t index, Side sender) {
    Connection& connection = connections_[index];
    const std::uint32_t related =
        findRelated(segment, index, sender, latest_of_ports_, hosts_, connections_, resets_);
    const bool first = !connection.isReset();
    // What a NAT let through untranslated belongs to the connection that it was translated for.
    const bool leaked = related != kNoIndex && connection.latestTime() == Time{};
    Scene scene = leaked
                      ? sceneOf(segment, related, sideIn(connections_[related], connection, sender))
                      : sceneOf(segment, index, sender);
    if (leaked) scene.own_latest = resetAt(latestResetOf(connection, sender, true));
    Reset& kept = resets_.emplace_back(explain(scene));
    kept.connection = index;
    kept.sender = sender;
    kept.previous = connection.lastReset();
    kept.ended_by = endingReset(connection);
    if (related != kNoIndex && !kept.is_copy) relate(kept, related, leaked);
    reset_marks_.set(flowMark(segment));
    const bool tells_of_earlier = !kept.is_copy && !leaked;
    if (tells_of_earlier && kept.evidence.has(Evidence::kCountsUp)) {
        const std::uint32_t before = latestResetOf(connection, sender, false);
        if (before != kNoIndex) contradict(resets_[before], Contradiction::kFollowed, segment);
    }
    if (kept.is_copy && segment.ip.known && segment.ip.ttl != kept.ttl) passedRouter(kept);
    if (tells_of_earlier && kept.evidence.has(Evidence::kBothEndsAtOnce)) {
        contradict(resets_[connection.firstReset()], Contradiction::kBothEnds, segment);
    }
    connection.addReset(segment, sender, static_cast<std::uint32_t>(resets_.size() - 1),
                        scene.answered.segment.frame, kept.is_copy);
    if (first && !leaked) learnFromReset(kept, sender);
    learnStack(kept, sender);
    kept.tw_buckets = hostOf(connection, sender).buckets.held();
    return &kept;
}

/// `copy` was captured on the other side of a router: so have been all that are equal to it.
void CaptureAnalysis::passedRouter(Reset& copy) {
    showOnBothSides(copy);
    std::uint32_t next = copy.previous;
    for (int i = 0; i < kLongestSeries && next != kNoIndex; ++i) {
        Reset& reset = resets_[next];
        if (reset.sender == copy.sender && reset.seq == copy.seq) showOnBothSides(reset);
        next = reset.previous;
    }
}

/// What somebody else sent in a host's name tells nothing of its stack.
void CaptureAnalysis::learnStack(const Reset& reset, Side sender) {
    if (reset.origin == Origin::kMiddlebox) return;
    Host& host = hosts_[connections_[reset.connection].host(sender)];
    host.stack_signs = host.stack_signs | reset.stack_signs;
}

/// Notes where the same connection is, under another address: by its reset, or else by its latest
/// segment. Recorded on both sides of a NAT, both resets are each other's.
void CaptureAnalysis::relate(Reset& reset, std::uint32_t related, bool leaked) {
    const Connection& other = connections_[related];
    reset.related = related;
    if (other.isReset()) {
        Reset& twin = resets_[other.lastReset()];
        reset.related_frame = twin.frame;
        if (!leaked && twin.seq == reset.seq) {
            twin.related_frame = reset.frame;
            twin.related = reset.connection;
        }
    } else {
        reset.related_frame =
            std::max(other.end(Side::kA).latest.frame, other.end(Side::kB).latest.frame);
    }
    reset.evidence.add(Evidence::kSameUnderOtherAddress);
    // The sender knows the other end under another address only.
    const bool unasked =
        reset.trigger_frame != 0 && reset.trigger != Trigger::kSyn && reset.sender_frame == 0;
    if (leaked || unasked) reset.cause = Cause::kNatUntranslated;
}

void CaptureAnalysis::learnFromReset(const Reset& reset, Side sender) {
    const Connection& connection = connections_[reset.connection];
    if (reset.endsSilence()) hosts_[connection.host(sender)].idle_resets.add(reset.idle_time);
    affected_ += reset.isAffected();
    if (reset.verdict == Verdict::kFinWait2Missing && reset.fin_wait_2_time >= Duration::zero()) {
        hosts_[connection.host(sender)].missed(reset.fin_wait_2_time);
    }
    if (const auto wait = waitWithoutBucket(reset, finTimeout(reset))) {
        tw_buckets_.refused(reset.connection, sender, *wait);
    }
    for (Side side : {Side::kA, Side::kB}) {
        if (endsBucket(reset, connection, side)) {
            tw_buckets_.end(reset.connection, side, reset.time);
        }
    }
}

/// A bare FIN that ends FIN-WAIT-2 and is ACKed shows how long a close can wait on this host.
void CaptureAnalysis::watchSurvivors(const Segment& segment, std::uint32_t index, Side from) {
    const Connection& connection = connections_[index];
    const Endpoint& waiting = connection.end(from);
    const Endpoint& peer = connection.end(opposite(from));
    const bool acks_fin = segment.has(kAck) && !segment.ack.precedes(peer.finEnd());
    if (!acks_fin || !waiting.finAckedSeparately()) return;
    Host& host = hosts_[connection.host(from)];
    const Duration wait = peer.fin_time - connection.finAckTime(from);
    host.survived(wait);
    // A bucket has no counter of its own (`tcp_v4_timewait_ack`).
    const bool by_bucket = segment.ip.known && segment.source.isV4() && segment.ip.id == 0;
    host.bucket_acks += by_bucket && waiting.ip_ids.isRunning();
    tw_buckets_.seen(index, from, wait);
}

const Reset* CaptureAnalysis::findReset(const Segment& segment) const {
    const Side from = senderOf(segment);
    const FourTuple flow = fourTupleOf(segment, from);
    const auto after = std::upper_bound(
        resets_.begin(), resets_.end(), segment.frame,
        [](std::uint32_t frame, const Reset& reset) { return frame < reset.frame; });
    // The last match counts: with `tshark -2 -R`, a rejected frame has the number of the next one.
    for (auto it = after; it != resets_.begin();) {
        const Reset& reset = *--it;
        if (reset.frame != segment.frame) break;
        if (reset.seq == segment.seq && reset.sender == from && matches(reset.connection, flow)) {
            return &reset;
        }
    }
    return nullptr;
}

std::uint32_t CaptureAnalysis::findConnection(const Segment& segment) const {
    const FourTuple flow = fourTupleOf(segment, senderOf(segment));
    std::uint32_t index = isLatest(flow) ? latest_connection_ : findLatest(flow, hashOf(flow));
    if (isLeftOut(segment, index)) return kNoIndex;
    const auto isLater = [&](std::uint32_t i) {
        return i != kNoIndex && connections_.firstFrame(i) > segment.frame;
    };
    while (isLater(index)) {
        const Connection::Earlier earlier = connections_.earlier(index);
        index = isLater(earlier.far) ? earlier.far : earlier.previous;
    }
    return index;
}

const Reset* CaptureAnalysis::findResetOfFin(const Segment& fin) const {
    const std::uint32_t connection = findConnection(fin);
    if (connection == kNoIndex) return nullptr;
    const Reset* reset = resetAt(connections_.firstReset(connection));
    return reset != nullptr && reset->comesOfFin(fin.frame) ? reset : nullptr;
}

template <typename Testify>
void CaptureAnalysis::judgeAnew(std::uint32_t reset, Testify testify) {
    Reset& heard = resets_[reset];
    const Connection& connection = connectionOf(heard);
    const bool was_affected = isAffected(heard.connection);
    const bool is_first = connection.firstReset() == reset;
    const bool was_refusal = is_first && waitWithoutBucket(heard, finTimeout(heard));
    testify(heard);
    if (was_refusal && !waitWithoutBucket(heard, finTimeout(heard))) {
        hosts_[connection.host(heard.sender)].buckets.withdrawRefusal();
    }
    affected_ += isAffected(heard.connection);
    affected_ -= was_affected;
}

void CaptureAnalysis::hearOfTable(std::uint32_t reset, TableWord word) {
    const Reset& heard = resets_[reset];
    const Connection& connection = connectionOf(heard);
    table_words_.insert_or_assign(heard.frame, word);
    const bool was_refusal =
        connection.firstReset() == reset && waitWithoutBucket(heard, finTimeout(heard));
    if (word == TableWord::kHadRoom && was_refusal) {
        hosts_[connection.host(heard.sender)].buckets.withdrawRefusal();
    }
}

void CaptureAnalysis::hear(std::uint32_t reset, const KernelReport& report) {
    judgeAnew(reset, [&](Reset& heard) {
        kernel_words_.insert_or_assign(heard.frame, testify(report, heard));
    });
}

void CaptureAnalysis::hear(std::uint32_t reset, const PlacesReport& report) {
    judgeAnew(reset, [&](Reset& heard) { testify(report, heard); });
    places_reports_.insert_or_assign(resets_[reset].frame, report);
}

const KernelWord* CaptureAnalysis::kernelWord(const Reset& reset) const {
    const auto found = kernel_words_.find(reset.frame);
    return found == kernel_words_.end() ? nullptr : &found->second;
}

const PlacesReport* CaptureAnalysis::placesReport(const Reset& reset) const {
    const auto found = places_reports_.find(reset.frame);
    return found == places_reports_.end() ? nullptr : &found->second;
}

CauseFinding CaptureAnalysis::causeFinding(const Reset& reset) const {
    const auto word = table_words_.find(reset.frame);
    return findCause(reset, hostOf(connectionOf(reset), reset.sender), finTimeout(reset),
                     word == table_words_.end() ? TableWord::kUnknown : word->second);
}

bool CaptureAnalysis::isAffected(std::uint32_t connection) const {
    const std::uint32_t reset = connections_.firstReset(connection);
    return reset != kNoIndex && resets_[reset].isAffected();
}

/// Mostly that of the connection before, of which it is on the same `side`.
std::uint32_t CaptureAnalysis::hostIndex(const Address& address, std::uint16_t place, Side side) {
    std::uint32_t& latest = latest_hosts_[static_cast<std::size_t>(side)];
    const bool is_latest = latest < hosts_.size() && hosts_[latest].address == address &&
                           hosts_[latest].place == place;
    if (!is_latest) latest = hostIndex(address, place);
    return latest;
}

std::uint32_t CaptureAnalysis::hostIndex(const Address& address, std::uint16_t place) {
    const std::uint64_t hash = hash_(address.halves());
    const auto found = host_index_.find(hash, [&](std::uint32_t i) {
        return hosts_[i].address == address && hosts_[i].place == place;
    });
    if (found) return *found;
    const auto index = static_cast<std::uint32_t>(hosts_.size());
    Host& host = hosts_.emplace_back();
    host.address = address;
    host.place = place;
    host_index_.insert(hash, index);
    return index;
}

std::uint64_t CaptureAnalysis::hashOf(const FourTuple& flow) const {
    const auto a = flow.a.halves();
    const auto b = flow.b.halves();
    const std::uint64_t ports =
        std::uint64_t{flow.place} << 32 | std::uint64_t{flow.port_a} << 16 | flow.port_b;
    if (flow.a.isV4() && flow.b.isV4()) return hash_(std::array{a[1], b[1], ports});
    return hash_(std::array{a[0], a[1], b[0], b[1], ports});
}

bool CaptureAnalysis::matches(std::uint32_t connection, const FourTuple& flow) const {
    const Connection::Identity& c = connections_.identity(connection);
    const Host& a = hosts_[c.host(Side::kA)];
    const Host& b = hosts_[c.host(Side::kB)];
    return c.ports[0] == flow.port_a && c.ports[1] == flow.port_b && a.address == flow.a &&
           b.address == flow.b && a.place == flow.place;
}

bool CaptureAnalysis::isLatest(const FourTuple& flow) const {
    return latest_connection_ != kNoIndex && flow == latest_flow_;
}

std::uint32_t CaptureAnalysis::findLatest(const FourTuple& flow, std::uint64_t hash) const {
    return flow_index_.find(hash, [&](std::uint32_t i) { return matches(i, flow); })
        .value_or(kNoIndex);
}

/// Most segments follow one of the same connection: no need to hash.
void CaptureAnalysis::turnTo(const FourTuple& flow) {
    if (isLatest(flow)) return;
    latest_flow_ = flow;
    latest_hash_ = hashOf(flow);
    latest_connection_ = findLatest(flow, latest_hash_);
}

}  // namespace finrst
