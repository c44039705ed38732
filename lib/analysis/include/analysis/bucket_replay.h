// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/time.h"

#include <cstdint>
#include <optional>
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

/// Replays all requests of one host against a table of `limit` buckets; without a limit none is
/// refused but those that the capture shows.
BucketReplay replayBuckets(std::vector<BucketRequest> requests, std::optional<std::uint32_t> limit);

/// Looks for the limit between `least` and `most` that contradicts the fewest of the requests, in
/// steps, as reports are made (report.h). Keeps `requests` by reference.
class LimitSearch {
  public:
    LimitSearch(const std::vector<BucketRequest>& requests, std::uint32_t least,
                std::uint32_t most);

    /// Replays the requests with one limit more; false when there was none left.
    bool step();
    /// Of equals the one in the middle. Requires that no step is left.
    std::uint32_t likeliest() const { return best_[best_.size() / 2]; }

  private:
    const std::vector<BucketRequest>& requests_;
    std::uint64_t next_;
    std::uint32_t most_;
    std::uint32_t distance_;
    std::vector<std::uint32_t> best_;
    std::uint32_t fewest_ = ~0u;
};

/// How many buckets the host would need to refuse none of `requests`: the most that would be held
/// at once, or, in a capture shorter than a bucket's life, as many as the rate of `requests` over
/// `span` would fill.
std::uint32_t bucketsNeeded(const std::vector<BucketRequest>& requests, Duration span);

}  // namespace finrst
