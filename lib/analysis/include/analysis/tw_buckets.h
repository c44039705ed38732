// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/connections.h"
#include "analysis/host.h"
#include "analysis/reset.h"
#include "analysis/settings.h"
#include "analysis/stable_vector.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <queue>

namespace finrst {

/// When an end holds a TIME_WAIT bucket, if the kernel does not refuse it: from the first ACK of
/// its FIN, if it closed first or at the same time as its peer, for the FIN timeout in substate
/// FIN_WAIT2 and for `kTimeWaitLength` from the peer's FIN (`tcp_time_wait`).
struct BucketLife {
    Time begin;
    Time end;  ///< reset and reuse of the four-tuple aside
};
std::optional<BucketLife> bucketLife(const Endpoint& closer, const Endpoint& peer,
                                     Duration fin_timeout);

/// True when `reset`, of this connection, ends a bucket of `side`: its sender's, or the one that it
/// met with the very next sequence number (`tcp_timewait_state_process`).
bool endsBucket(const Reset& reset, const Connection& connection, Side side);

/// Marks, while the capture is read, the connections that hold a bucket, and tells the tables of
/// their hosts (`Host::buckets`) what became of each: a table's count is that of its marks.
class TwBuckets {
  public:
    TwBuckets(Connections& connections, StableVector<Host>& hosts, const Settings& settings)
        : connections_(connections), hosts_(hosts), settings_(settings) {}

    /// The capture has come to `now`: expired buckets are gone.
    void advanceTo(Time now) {
        while (const auto expiry = takeExpired(now)) expire(*expiry, now);
    }
    /// The FIN of `side` was ACKed for the first time.
    void begin(std::uint32_t connection, Side side);
    /// A bare FIN was ACKed `wait` after the ACK of the own FIN: there was a bucket.
    void seen(std::uint32_t connection, Side side, Duration wait);
    /// The bucket is gone before its time: reset, or the four-tuple used again. Does nothing when
    /// there was none.
    void end(std::uint32_t connection, Side side, Time now);
    /// There was no bucket when it was asked for, as was seen `wait` after the ACK of the own FIN.
    void refused(std::uint32_t connection, Side side, Duration wait);

    /// Connections are about to have other indexes, or to go with the buckets that they hold.
    void renumber(const Renumbering& connections);

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
    void mark(const Expiry& expiry);
    /// False when there was no mark.
    bool unmark(std::uint32_t connection, Side side);
    ClosedSocket closeOf(std::uint32_t connection, Side side, Duration wait) const;
    BucketTable& tableOf(std::uint32_t connection, Side side);
    std::optional<BucketLife> lifeOf(std::uint32_t connection, Side side) const;

    Connections& connections_;
    StableVector<Host>& hosts_;
    const Settings& settings_;
    // Most buckets expire in the order in which they began: those stand in line, each later than
    // the one before it. Deques give memory back, and never hold twice what they need.
    std::deque<Expiry> in_line_;
    std::priority_queue<Expiry, std::deque<Expiry>, std::greater<>> out_of_line_;
};

}  // namespace finrst
