// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/tw_buckets.h"

#include <algorithm>

namespace finrst {

std::optional<BucketLife> bucketLife(const Endpoint& closer, const Endpoint& peer,
                                     Duration fin_timeout) {
    if (!closer.finAcked() || closer.peer_fin_acked_first) return std::nullopt;
    const Time begin = closer.fin_ack_time;
    if (!peer.sentFin()) return BucketLife{begin, begin + fin_timeout};
    return BucketLife{begin, std::max(begin, peer.fin_time) + kTimeWait};
}

Host& TwBuckets::hostOf(std::uint32_t connection, Side side) {
    return hosts_[connections_[connection].host(side)];
}

void TwBuckets::await(const Expiry& expiry) {
    if (in_line_.empty() || in_line_.back().time <= expiry.time) {
        in_line_.push_back(expiry);
    } else {
        out_of_line_.push(expiry);
    }
}

std::optional<TwBuckets::Expiry> TwBuckets::takeExpired(Time now) {
    std::optional<Expiry> expired;
    if (!in_line_.empty() && in_line_.front().time <= now) {
        expired = in_line_.front();
        in_line_.pop_front();
    } else if (!out_of_line_.empty() && out_of_line_.top().time <= now) {
        expired = out_of_line_.top();
        out_of_line_.pop();
    }
    return expired;
}

void TwBuckets::expire(const Expiry& expiry, Time now) {
    const std::uint32_t index = expiry.connection;
    const Side side = expiry.side;
    const Connection& connection = connections_[index];
    if (!connection.holdsBucket(side)) return;
    // The peer's FIN may have started the longer wait in the meantime.
    const auto life =
        bucketLife(connection.end(side), connection.end(opposite(side)), fin_timeout_);
    if (life && life->end > now) {
        await({life->end, index, side});
    } else {
        end(index, side);
    }
}

void TwBuckets::begin(std::uint32_t index, Side side) {
    Connection& connection = connections_[index];
    const auto life =
        bucketLife(connection.end(side), connection.end(opposite(side)), fin_timeout_);
    if (!life) return;
    Host& host = hostOf(index, side);
    connection.setBucketsAtClose(host.tw_buckets);
    if (host.limit_at_most && host.tw_buckets >= *host.limit_at_most) return;
    connection.setHoldsBucket(side, true);
    ++host.tw_buckets;
    await({life->end, index, side});
}

void TwBuckets::seen(std::uint32_t index, Side side) {
    const Connection& connection = connections_[index];
    Host& host = hostOf(index, side);
    if (!host.limit_at_most) {
        host.limit_at_least = std::max(host.limit_at_least, connection.bucketsAtClose() + 1);
    }
    if (connection.holdsBucket(side)) return;
    // Taken for refused, because the table seemed full: older buckets had expired.
    connections_[index].setHoldsBucket(side, true);
    ++host.tw_buckets;
    await({connection.end(side).fin_ack_time + kTimeWait, index, side});
}

void TwBuckets::end(std::uint32_t index, Side side) {
    if (!connections_[index].holdsBucket(side)) return;
    connections_[index].setHoldsBucket(side, false);
    --hostOf(index, side).tw_buckets;
}

void TwBuckets::refused(std::uint32_t index, Side side) {
    end(index, side);
    Host& host = hostOf(index, side);
    const std::uint32_t held = connections_[index].bucketsAtClose();
    host.limit_at_most = std::min(host.limit_at_most.value_or(held), held);
    host.tw_buckets = std::min(host.tw_buckets, *host.limit_at_most);
}

}  // namespace finrst
