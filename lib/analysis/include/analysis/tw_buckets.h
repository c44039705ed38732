// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/connection.h"
#include "analysis/host.h"
#include "analysis/stable_vector.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <queue>

namespace finrst {

/// `TCP_TIMEWAIT_LEN`: how long a bucket waits after the peer's FIN.
inline constexpr Duration kTimeWait = std::chrono::seconds(60);

/// When an end holds a TIME_WAIT bucket, if the kernel does not refuse it: from the first ACK of
/// its FIN, if it closed first or at the same time as its peer, for the FIN timeout in substate
/// FIN_WAIT2 and for `kTimeWait` from the peer's FIN (`tcp_time_wait`).
struct BucketLife {
    Time begin;
    Time end;  ///< reset and reuse of the four-tuple aside
};
std::optional<BucketLife> bucketLife(const Endpoint& closer, const Endpoint& peer,
                                     Duration fin_timeout);

/// Counts, while the capture is read, the buckets that each host holds, and learns from the closes
/// that met no bucket how many it may hold. The counts stand in `Host`.
class TwBuckets {
  public:
    TwBuckets(StableVector<Connection>& connections, StableVector<Host>& hosts,
              Duration fin_timeout)
        : connections_(connections), hosts_(hosts), fin_timeout_(fin_timeout) {}

    /// The capture has come to `now`: expired buckets are gone.
    void advanceTo(Time now) {
        while (const auto expiry = takeExpired(now)) expire(*expiry, now);
    }
    /// The FIN of `side` was ACKed for the first time.
    void begin(std::uint32_t connection, Side side);
    /// A bare FIN was ACKed after FIN-WAIT-2: there was a bucket.
    void seen(std::uint32_t connection, Side side);
    /// The bucket is gone before its time: reset, or the four-tuple used again. Does nothing when
    /// there was none.
    void end(std::uint32_t connection, Side side);
    /// The bucket of `side` had been refused.
    void refused(std::uint32_t connection, Side side);

  private:
    struct Expiry {
        Time time;
        std::uint32_t connection;
        Side side;
        bool operator>(const Expiry& other) const { return time > other.time; }
    };

    void await(const Expiry& expiry);
    std::optional<Expiry> takeExpired(Time now);
    void expire(const Expiry& expiry, Time now);
    Host& hostOf(std::uint32_t connection, Side side);

    StableVector<Connection>& connections_;
    StableVector<Host>& hosts_;
    Duration fin_timeout_;
    // Most buckets expire in the order in which they began: those stand in line, each later than
    // the one before it. Deques give memory back, and never hold twice what they need.
    std::deque<Expiry> in_line_;
    std::priority_queue<Expiry, std::deque<Expiry>, std::greater<>> out_of_line_;
};

}  // namespace finrst
