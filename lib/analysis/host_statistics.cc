// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/host_statistics.h"

#include "analysis/cause.h"

#include "host_changes.h"

#include <algorithm>
#include <utility>

namespace finrst {

/// A host while its connections are collected.
struct CollectedHost {
    HostStatistics statistics;
    std::vector<BucketRequest> requests;
    HostChanges changes;
    bool has_unseen_closes = false;  ///< perhaps: the capture lacks some of it
};

namespace {

constexpr std::size_t kAtOnce = 4096;  // connections, resets or closes: some milliseconds

std::int64_t secondOf(const CaptureAnalysis& analysis, Time time) {
    return std::chrono::floor<std::chrono::seconds>(time - analysis.firstTime()).count();
}

/// From when to when an end was in a state; it stays there, where that is beyond the capture's end.
void addState(const CaptureAnalysis& analysis, std::uint32_t HostSecond::*state, Time begin,
              Time end, HostChanges& changes) {
    if (end <= begin) return;
    ++(changes.in(secondOf(analysis, begin)).*state);
    if (end <= analysis.lastTime()) --(changes.in(secondOf(analysis, end)).*state);
}

/// A connection and what ends all its states: its reset or the next use of its four-tuple.
struct Lifetime {
    const Connection& connection;
    const Reset* reset;  ///< the first one, or null
    Time reused;
    Time end;  ///< Time::max() where nothing ends it

    Time bucketEnd(Side side) const {
        return reset != nullptr && endsBucket(*reset, connection, side) ? end : reused;
    }
};

Time fin(const Endpoint& end, Time otherwise) {
    return end.sentFin() ? end.fin_time : otherwise;
}
Time finAck(const Connection& connection, Side side, Time otherwise) {
    return connection.end(side).finAcked() ? connection.finAckTime(side) : otherwise;
}

/// The states that need no bucket.
void addStates(const CaptureAnalysis& analysis, const Lifetime& life, Side side,
               HostChanges& changes) {
    const Endpoint& self = life.connection.end(side);
    const Endpoint& peer = life.connection.end(opposite(side));
    if (peer.finAcked() && (!self.sentFin() || self.peer_fin_acked_first)) {
        addState(analysis, &HostSecond::close_wait, life.connection.finAckTime(opposite(side)),
                 fin(self, life.end), changes);
    }
    if (!self.sentFin() || self.peer_fin_acked_first) return;
    addState(analysis, &HostSecond::fin_wait_1, self.fin_time,
             std::min(finAck(life.connection, side, life.end), life.end), changes);
}

BucketRequest::Outcome outcomeOf(const CaptureAnalysis& analysis, const Lifetime& life, Side side) {
    const Endpoint& self = life.connection.end(side);
    const Endpoint& peer = life.connection.end(opposite(side));
    const Reset* reset = life.reset;
    if (reset != nullptr && reset->sender == side &&
        analysis.cause(*reset) == Cause::kTwBucketOverflow) {
        return BucketRequest::Outcome::kRefused;
    }
    const bool survived = self.finAckedSeparately() && peer.finAcked();
    return survived ? BucketRequest::Outcome::kGranted : BucketRequest::Outcome::kUnseen;
}

void addBucket(const CaptureAnalysis& analysis, const Lifetime& life, Side side,
               CollectedHost& host) {
    const Endpoint& closer = life.connection.end(side);
    const Endpoint& peer = life.connection.end(opposite(side));
    const Address& address = analysis.hostOf(life.connection, side).address;
    const auto bucket = bucketLife(
        closer, peer, analysis.settings().finTimeoutOf(address, life.connection.finAckTime(side)));
    if (!bucket) return;
    const Time end = std::max(bucket->begin, std::min(bucket->end, life.bucketEnd(side)));
    host.requests.push_back({bucket->begin, std::clamp(fin(peer, end), bucket->begin, end), end,
                             outcomeOf(analysis, life, side)});
}

void addEnd(const CaptureAnalysis& analysis, const Lifetime& life, Side side, CollectedHost& host) {
    const Endpoint& self = life.connection.end(side);
    const bool spoke = self.spoke() || self.resets > 0;
    host.has_unseen_closes |= (!life.connection.sawHandshake() && spoke) || self.missed;
    if (self.sentFin()) {
        ++(self.peer_fin_acked_first ? host.statistics.passive_closes
                                     : host.statistics.active_closes);
    }
    addStates(analysis, life, side, host.changes);
    addBucket(analysis, life, side, host);
}

void addReset(const CaptureAnalysis& analysis, const Reset& reset, CollectedHost& host) {
    HostStatistics& statistics = host.statistics;
    ++statistics.resets_by_verdict[static_cast<std::size_t>(reset.verdict)];
    if (reset.origin == Origin::kMiddlebox) return;
    ++statistics.resets_sent;
    ++host.changes.in(secondOf(analysis, reset.time)).resets;
    if (!reset.isAffected()) return;
    ++statistics.missing_socket_resets;
    if (analysis.cause(reset) != Cause::kTwBucketOverflow) return;
    ++statistics.overflow_resets;
    if (!statistics.onset_frame) statistics.onset_frame = analysis.frameInCapture(reset.frame);
}

/// The states that need a bucket.
void addBucketStates(const CaptureAnalysis& analysis, const BucketReplay& replay,
                     HostChanges& changes) {
    for (const BucketRequest& bucket : replay.granted) {
        ++changes.in(secondOf(analysis, bucket.begin)).fin_wait_2;
        if (bucket.time_wait > analysis.lastTime()) continue;
        HostSecond& time_wait = changes.in(secondOf(analysis, bucket.time_wait));
        --time_wait.fin_wait_2;
        ++time_wait.time_wait;
        if (bucket.end > analysis.lastTime()) continue;
        --changes.in(secondOf(analysis, bucket.end)).time_wait;
    }
}

void addBuckets(const CaptureAnalysis& analysis, const BucketReplay& replay,
                std::vector<HostSecond>& seconds) {
    auto step = replay.steps.begin();
    std::uint32_t held = 0;
    for (HostSecond& second : seconds) {
        second.tw_buckets = held;
        while (step != replay.steps.end() && secondOf(analysis, step->time) <= second.second) {
            held = step->held;
            second.tw_buckets = std::max(second.tw_buckets, held);
            ++step;
        }
    }
}

void sumUpStates(std::vector<HostSecond>& seconds) {
    HostSecond before;
    for (HostSecond& second : seconds) {
        second.fin_wait_1 += before.fin_wait_1;
        second.fin_wait_2 += before.fin_wait_2;
        second.close_wait += before.close_wait;
        second.time_wait += before.time_wait;
        before = second;
    }
}

bool didNothing(const CollectedHost& host) {
    return host.changes.empty() && host.statistics.active_closes == 0 &&
           host.statistics.passive_closes == 0;
}

}  // namespace

/// Sums up one host in parts, none of which takes long even where the host closed a million
/// connections.
class HostSum {
  public:
    HostSum(const CaptureAnalysis& analysis, const Host& known, CollectedHost& host)
        : analysis_(analysis), known_(known), host_(host) {}

    /// Does the next part; false when there was none left.
    bool step() {
        switch (part_) {
            case 0:
                sortByBegin(host_.requests);
                beginSearch();
                break;
            case 1:
                if (search_ && search_->step()) return true;
                takeLimit();
                replay_maker_.emplace(host_.requests, host_.statistics.tw_bucket_limit);
                break;
            case 2:
                if (replay_maker_->step()) return true;
                replay_ = replay_maker_->take();
                if (isBeyondLimit()) return true;
                takeReplay();
                break;
            case 3:
                estimateNeed();
                break;
            case 4:
                addBucketStates(analysis_, replay_, host_.changes);
                break;
            case 5:
                host_.statistics.seconds = host_.changes.take();
                break;
            case 6:
                addBuckets(analysis_, replay_, host_.statistics.seconds);
                sumUpStates(host_.statistics.seconds);
                break;
            default:
                return false;
        }
        ++part_;
        return true;
    }

  private:
    /// The refused close met a table that was full; the last one that got a bucket met one that was
    /// not. Closes between the two that no RST shows may have been refused: the limit lies between.
    void beginSearch() {
        const std::optional<std::uint32_t> told =
            analysis_.settings().bucketLimitOf(known_.address);
        host_.statistics.limit_is_known = told.has_value();
        host_.statistics.tw_bucket_limit = told;
        if (told) return;
        const auto limit = known_.buckets.limit();
        if (!limit || limit->most == 0) return;
        search_.emplace(host_.requests, std::max(limit->least, 1u), limit->most);
    }

    void takeLimit() {
        if (search_) host_.statistics.tw_bucket_limit = search_->likeliest();
    }

    /// Where more was held than the limit allows, there is no such limit, and the replay begins
    /// anew without: by more than those that expired too early here, as the kernel's timers are
    /// late by an eighth at most.
    bool isBeyondLimit() {
        std::optional<std::uint32_t>& limit = host_.statistics.tw_bucket_limit;
        if (!limit || host_.statistics.limit_is_known) return false;
        if (replay_.peak <= *limit + *limit / 8) return false;
        limit.reset();
        replay_maker_.emplace(host_.requests, limit);
        return true;
    }

    void takeReplay() {
        const bool saw_all = !host_.has_unseen_closes && analysis_.leftOut().segments == 0;
        host_.statistics.limit_is_lower_bound =
            host_.statistics.tw_bucket_limit && !host_.statistics.limit_is_known && !saw_all;
        host_.statistics.tw_buckets_peak = replay_.peak;
        host_.statistics.silent_overflows = replay_.unseen_refusals;
    }

    void estimateNeed() {
        const Duration span = spanOf(analysis_);
        host_.statistics.tw_buckets_needed = bucketsNeeded(host_.requests, span);
        host_.statistics.closes_per_second = static_cast<double>(host_.requests.size()) /
                                             std::chrono::duration<double>(span).count();
    }

    const CaptureAnalysis& analysis_;
    const Host& known_;
    CollectedHost& host_;
    std::optional<LimitSearch> search_;
    std::optional<BucketReplayMaker> replay_maker_;
    BucketReplay replay_;
    int part_ = 0;
};

Duration spanOf(const CaptureAnalysis& analysis) {
    const Duration shortest = std::chrono::seconds(1);
    return std::max(shortest, analysis.lastTime() - analysis.firstTime());
}

HostStatisticsMaker::HostStatisticsMaker(const CaptureAnalysis& analysis, Selection selection,
                                         Listener listener)
    : analysis_(analysis),
      selection_(std::move(selection)),
      first_of_(analysis),
      listener_(std::move(listener)),
      reused_(analysis.connections().size(), Time::max()),
      collected_(analysis.hosts().size()),
      resets_(analysis.resets().size()) {}

HostStatisticsMaker::~HostStatisticsMaker() = default;

bool HostStatisticsMaker::step() {
    for (std::size_t i = 0; i < kAtOnce; ++i) {
        if (next_reuse_ < reused_.size()) {
            noteReuse(next_reuse_++);
        } else if (next_connection_ < reused_.size()) {
            collectConnection(next_connection_++);
        } else if (next_reset_ < resets_) {
            collectReset(analysis_.resets()[next_reset_++]);
        } else if (next_host_ < collected_.size()) {
            rank(next_host_++);
        } else {
            return (!listener_ && ranking_.step()) || sumUpHosts();
        }
    }
    return true;
}

void HostStatisticsMaker::noteReuse(std::size_t index) {
    const std::uint32_t earlier = analysis_.connections().earlier(index).previous;
    if (earlier != kNoIndex) reused_[earlier] = analysis_.connections()[index].firstTime();
}

void HostStatisticsMaker::collectConnection(std::size_t index) {
    // A SYN closes nothing.
    if (!isSelected(selection_, index) || analysis_.connections().isLoneSyn(index)) return;
    const Connection& connection = analysis_.connections()[index];
    const Reset* reset =
        connection.isReset() ? &analysis_.resets()[connection.firstReset()] : nullptr;
    const Time reused = reused_[index];
    const Lifetime life{connection, reset, reused,
                        reset != nullptr ? std::min(reused, reset->time) : reused};
    for (Side side : {Side::kA, Side::kB}) {
        addEnd(analysis_, life, side, collected(connection.host(side)));
    }
}

void HostStatisticsMaker::collectReset(const Reset& reset) {
    if (reset.is_copy || !isSelected(selection_, reset.connection)) return;
    const std::uint32_t host = analysis_.connectionOf(reset).host(reset.sender);
    addReset(analysis_, reset, collected(host));
}

/// Most hosts of a flood have nothing to collect.
CollectedHost& HostStatisticsMaker::collected(std::uint32_t host) {
    const std::uint32_t first = first_of_(host);
    std::unique_ptr<CollectedHost>& collected = collected_[first];
    if (collected == nullptr) {
        collected = std::make_unique<CollectedHost>();
        collected->statistics.address = analysis_.hosts()[first].address;
    }
    return *collected;
}

void HostStatisticsMaker::rank(std::uint32_t host) {
    std::unique_ptr<CollectedHost>& collected = collected_[host];
    if (collected == nullptr) return;
    if (didNothing(*collected)) {
        collected.reset();
    } else {
        ranking_.add({HostRank(collected->statistics), host});
    }
}

bool HostStatisticsMaker::sumUpHosts() {
    const auto& ranked = ranking_.items();
    hosts_.reserve(listener_ ? 0 : ranked.size());
    for (std::size_t handled = 0; next_rank_ < ranked.size() && handled < kAtOnce;) {
        const std::uint32_t index = ranked[next_rank_].second;
        CollectedHost& host = *collected_[index];
        if (!sum_) sum_ = std::make_unique<HostSum>(analysis_, analysis_.hosts()[index], host);
        if (sum_->step()) {
            handled += host.requests.size();
            continue;
        }
        if (listener_) {
            listener_(std::move(host.statistics));
        } else {
            hosts_.push_back(std::move(host.statistics));
        }
        sum_.reset();
        collected_[index].reset();
        ++handled;
        ++next_rank_;
    }
    return next_rank_ < ranked.size();
}

std::vector<HostStatistics> HostStatisticsMaker::take() {
    return std::move(hosts_);
}

}  // namespace finrst
