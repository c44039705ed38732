// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/bucket_replay.h"

#include "analysis/tw_buckets.h"
#include "overlap.h"

#include <algorithm>
#include <cmath>

namespace finrst {

void sortByBegin(std::vector<BucketRequest>& requests) {
    std::sort(requests.begin(), requests.end(),
              [](const BucketRequest& a, const BucketRequest& b) { return a.begin < b.begin; });
}

BucketReplayMaker::BucketReplayMaker(const std::vector<BucketRequest>& requests,
                                     std::optional<std::uint32_t> limit)
    : requests_(requests), limit_(limit) {
    replay_.steps.reserve(2 * requests.size());
    replay_.granted.reserve(requests.size());
}

bool BucketReplayMaker::step() {
    constexpr std::size_t kAtOnce = 32768;  // some milliseconds
    for (std::size_t i = 0; i < kAtOnce; ++i) {
        const bool left = next_ < requests_.size();
        if (!ends_.empty() && (!left || ends_.top() <= requests_[next_].begin)) {
            expireFirst();
        } else if (left) {
            request(requests_[next_++]);
        } else {
            return false;
        }
    }
    return true;
}

void BucketReplayMaker::request(const BucketRequest& request) {
    using Outcome = BucketRequest::Outcome;
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

void BucketReplayMaker::expireFirst() {
    const Time end = ends_.top();
    ends_.pop();
    record(end);
}

void BucketReplayMaker::record(Time time) {
    replay_.steps.push_back({time, static_cast<std::uint32_t>(ends_.size())});
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
    if (!replay_) replay_.emplace(requests_, limit);
    if (replay_->step()) return true;
    const std::uint32_t contradictions = replay_->take().contradictions;
    replay_.reset();
    next_ += distance_;
    if (contradictions > fewest_) return true;
    if (contradictions < fewest_) best_.clear();
    fewest_ = contradictions;
    best_.push_back(limit);
    return true;
}

std::uint32_t bucketsNeeded(const std::vector<BucketRequest>& requests, Duration span) {
    if (span < kTimeWaitLength) {
        const double lives = std::chrono::duration<double>(kTimeWaitLength) / span;
        return static_cast<std::uint32_t>(std::ceil(static_cast<double>(requests.size()) * lives));
    }
    std::vector<Time> begins, ends;
    begins.reserve(requests.size());
    ends.reserve(requests.size());
    for (const BucketRequest& request : requests) {
        begins.push_back(request.begin);
        ends.push_back(std::max(request.end, request.begin + kTimeWaitLength));
    }
    std::sort(ends.begin(), ends.end());
    return mostAtOnce(begins, ends);
}

}  // namespace finrst
