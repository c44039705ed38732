// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/time.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

namespace finrst {

/// One close of a host that asked for a TIME_WAIT bucket.
struct BucketRequest {
    enum class Outcome : std::uint8_t {
        kGranted,  ///< the capture shows that there was a bucket
        kRefused,  ///< the capture shows that there was none
        kUnseen,   ///< nothing shows either
    };
    Time begin;
    Time time_wait;  ///< when it leaves FIN_WAIT2 for TIME_WAIT; not before `begin`
    Time end;        ///< when the bucket goes, if it was granted
    Outcome outcome = Outcome::kUnseen;
};

/// The buckets that a host held over time.
struct BucketReplay {
    struct Step {
        Time time;
        std::uint32_t held;
    };
    std::vector<Step> steps;             ///< in the order of time, one for each change
    std::vector<BucketRequest> granted;  ///< in the order of `begin`
    std::uint32_t peak = 0;
    std::uint32_t unseen_refusals = 0;  ///< requests of unseen outcome that met a full table
    std::uint32_t contradictions = 0;   ///< granted by a full table, or refused by one with room
};

/// The order in which requests are replayed.
void sortByBegin(std::vector<BucketRequest>& requests);

/// Replays all requests of one host, sorted by `begin`, against a table of `limit` buckets; without
/// a limit none is refused but those that the capture shows. In steps, as reports are made
/// (report.h). Keeps `requests` by reference.
class BucketReplayMaker {
  public:
    BucketReplayMaker(const std::vector<BucketRequest>& requests,
                      std::optional<std::uint32_t> limit);

    /// Takes some thousand requests more, or ends as many buckets; false when there was none left.
    bool step();
    /// The replay, when no step is left.
    BucketReplay take() { return std::move(replay_); }

  private:
    void request(const BucketRequest& request);
    void expireFirst();
    void record(Time time);

    const std::vector<BucketRequest>& requests_;
    std::optional<std::uint32_t> limit_;
    std::size_t next_ = 0;
    std::priority_queue<Time, std::vector<Time>, std::greater<>> ends_;  // of the buckets held
    BucketReplay replay_;
};

/// Looks for the limit between `least` and `most` that contradicts the fewest of the requests, in
/// steps, as reports are made (report.h). Keeps `requests`, sorted by `begin`, by reference.
class LimitSearch {
  public:
    LimitSearch(const std::vector<BucketRequest>& requests, std::uint32_t least,
                std::uint32_t most);

    /// Goes on with the replay of one limit; false when there was none left.
    bool step();
    /// Of equals the one in the middle. Requires that no step is left.
    std::uint32_t likeliest() const { return best_[best_.size() / 2]; }

  private:
    const std::vector<BucketRequest>& requests_;
    std::optional<BucketReplayMaker> replay_;  // with `next_`
    std::uint64_t next_;
    std::uint32_t most_;
    std::uint32_t distance_;
    std::vector<std::uint32_t> best_;
    std::uint32_t fewest_ = ~0u;
};

/// How many buckets the host would need to refuse none of `requests`, sorted by `begin`: the most
/// that would be held at once, or, in a capture shorter than a bucket's life, as many as the rate
/// of `requests` would fill. `span`, above zero: how long they were watched.
std::uint32_t bucketsNeeded(const std::vector<BucketRequest>& requests, Duration span);

}  // namespace finrst
