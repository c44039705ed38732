// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/bucket_replay.h"

#include "analysis/tw_buckets.h"

#include <algorithm>
#include <cmath>
#include <queue>

namespace finrst {

namespace {

class Table {
  public:
    Table(std::optional<std::uint32_t> limit, std::size_t requests) : limit_(limit) {
        replay_.steps.reserve(2 * requests);
        replay_.granted.reserve(requests);
    }

    void expireUntil(Time now) {
        while (!ends_.empty() && ends_.top() <= now) {
            const Time end = ends_.top();
            ends_.pop();
            record(end);
        }
    }

    void take(const BucketRequest& request) {
        using Outcome = BucketRequest::Outcome;
        expireUntil(request.begin);
        const bool full = limit_ && ends_.size() >= *limit_;
        if (request.outcome == Outcome::kRefused) {
            replay_.contradictions += !full;
            return;
        }
        replay_.contradictions += full && request.outcome == Outcome::kGranted;
        if (full && request.outcome == Outcome::kUnseen) {
            ++replay_.unseen_refusals;
            return;
        }
        ends_.push(request.end);
        replay_.granted.push_back(request);
        replay_.peak = std::max(replay_.peak, static_cast<std::uint32_t>(ends_.size()));
        record(request.begin);
    }

    BucketReplay finish() && { return std::move(replay_); }

  private:
    void record(Time time) {
        replay_.steps.push_back({time, static_cast<std::uint32_t>(ends_.size())});
    }

    std::optional<std::uint32_t> limit_;
    std::priority_queue<Time, std::vector<Time>, std::greater<>> ends_;
    BucketReplay replay_;
};

}  // namespace

BucketReplay replayBuckets(std::vector<BucketRequest> requests,
                           std::optional<std::uint32_t> limit) {
    const auto earlier = [](const BucketRequest& a, const BucketRequest& b) {
        return a.begin < b.begin;
    };
    // Mostly they are: connections come in the order of time.
    if (!std::is_sorted(requests.begin(), requests.end(), earlier)) {
        std::sort(requests.begin(), requests.end(), earlier);
    }
    Table table(limit, requests.size());
    for (const BucketRequest& request : requests) table.take(request);
    table.expireUntil(Time::max());
    return std::move(table).finish();
}

LimitSearch::LimitSearch(const std::vector<BucketRequest>& requests, std::uint32_t least,
                         std::uint32_t most)
    : requests_(requests), next_(least), most_(most) {
    // A table of many thousand buckets need not be known to the last one.
    constexpr std::uint32_t kCandidates = 32;
    distance_ = 1 + (most - least) / kCandidates;
}

bool LimitSearch::step() {
    if (next_ > most_) return false;
    const auto limit = static_cast<std::uint32_t>(next_);
    next_ += distance_;
    const std::uint32_t contradictions = replayBuckets(requests_, limit).contradictions;
    if (contradictions > fewest_) return true;
    if (contradictions < fewest_) best_.clear();
    fewest_ = contradictions;
    best_.push_back(limit);
    return true;
}

std::uint32_t bucketsNeeded(const std::vector<BucketRequest>& requests, Duration span) {
    if (span < kTimeWait) {
        if (requests.size() < 2 || span <= Duration::zero()) {
            return static_cast<std::uint32_t>(requests.size());
        }
        const double lives = std::chrono::duration<double>(kTimeWait) / span;
        return static_cast<std::uint32_t>(std::ceil(static_cast<double>(requests.size()) * lives));
    }
    std::vector<BucketRequest> granted = requests;
    for (BucketRequest& request : granted) {
        request.outcome = BucketRequest::Outcome::kGranted;
        request.end = std::max(request.end, request.begin + kTimeWait);
    }
    return replayBuckets(std::move(granted), std::nullopt).peak;
}

}  // namespace finrst
