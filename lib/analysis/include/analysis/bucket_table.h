// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/time.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>

namespace finrst {

/// `TCP_TIMEWAIT_LEN`: how long a bucket waits after the peer's FIN.
inline constexpr Duration kTimeWaitLength = std::chrono::seconds(60);

/// `tcp_fin_timeout` and TCP_LINGER2 count whole seconds: no bucket expires sooner.
inline constexpr Duration kShortestTimeout = std::chrono::seconds(1);

/// As long after `time` as the kernel's timers are late at most: an eighth (kernel/time/timer.c).
constexpr Duration atTheLatest(Duration time) {
    return time + time / 8;
}

/// A close that asked for a bucket, as the capture shows what became of it.
struct ClosedSocket {
    Time begin;             ///< the ACK of its FIN: when the bucket is made, or refused
    Duration wait{};        ///< until it was seen that there was a bucket, or none
    std::uint32_t met = 0;  ///< buckets that its host held by then
};

/// The table of TIME_WAIT buckets of one host (`tcp_max_tw_buckets`): how many it holds, and
/// whether the closes with and without a bucket show that it was full.
///
/// A table that is full refuses all, until the first of its buckets may have expired: a span of
/// that kind is an era here. What comes later belongs to another era and proves nothing about this
/// one: the room that expired buckets leave is not known to the last one, and a limit may be
/// changed.
class BucketTable {
  public:
    struct Limit {
        std::uint32_t least;
        std::uint32_t most;
    };

    std::uint32_t held() const { return held_; }
    void take() { ++held_; }
    void give() { --held_; }
    /// No close of which nothing is seen is believed to get a bucket where others were refused.
    bool isFull() const;

    void granted(const ClosedSocket& close);
    void refused(const ClosedSocket& close);
    /// What had looked like a refusal was something else.
    void withdrawRefusal();
    /// A bucket has expired at `time`, or a little later.
    void expired(Time time) { room_ = std::min(room_, time); }
    /// A bucket went before its time.
    void freed(Time time) {
        if (closes_ != nullptr && time > closes_->refused.first.begin) expired(time);
    }

    /// Several closes had a bucket, one of them for as long as a later one waited without, and
    /// since then none had.
    bool turnedFull() const;
    /// Whenever a close was refused a bucket, many were held, and never many more.
    bool stayedFull() const;
    bool overflowed() const { return turnedFull() || stayedFull(); }
    /// Between the most that were held with a close that had a bucket, and what the first one
    /// without met; empty where nothing shows that the table was full.
    std::optional<Limit> limit() const;

    std::uint32_t grantedBefore() const { return closes_ ? closes_->granted.count : 0; }
    std::uint32_t refusedInARow() const { return closes_ ? closes_->refused.run : 0; }
    std::uint32_t leastMet() const { return closes_ ? closes_->refused.least_met : 0; }
    /// A close had a bucket after another had none, and before there may have been room again.
    bool grantedAfterRefusal() const { return closes_ && closes_->refused.others_granted; }

  private:
    /// With a bucket, before the first one without.
    struct Granted {
        std::uint32_t count = 0;
        Duration longest{};
        Time last = Time::min();
        std::uint32_t limit_at_least = 0;
    };
    struct Refused {
        std::uint32_t count = 0;
        std::uint32_t least_met = ~0u;
        // Those of the era.
        ClosedSocket first{Time::max()};
        std::uint32_t run = 0;
        Duration shortest = Duration::max();
        Time last = Time::min();
        Time era_end = Time::max();   ///< another close had a bucket
        bool others_granted = false;  ///< after the first
        bool interrupted = false;     ///< before the last
    };
    struct Closes {
        Granted granted;
        Refused refused;
        std::uint32_t most_met = 0;
    };

    Closes& closes();
    bool isOfAnotherEra(Time begin) const;
    bool hadRoomBefore() const { return room_ <= closes_->refused.first.begin; }

    std::unique_ptr<Closes> closes_;  // of few hosts is it seen whether they had buckets
    Time room_ = Time::max();
    std::uint32_t held_ = 0;
};

}  // namespace finrst
