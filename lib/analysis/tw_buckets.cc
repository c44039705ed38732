// SPDX-License-Identifier: GPL-2.0-or-later
#include "analysis/tw_buckets.h"

#include <algorithm>

namespace finrst {

std::optional<BucketLife> bucketLife(const Endpoint& closer, const Endpoint& peer,
                                     Duration fin_timeout) {
    if (!closer.finAcked() || closer.peer_fin_acked_first) return std::nullopt;
    const Time begin = peer.acked_time;
    if (!peer.sentFin()) return BucketLife{begin, begin + fin_timeout};
    return BucketLife{begin, std::max(begin, peer.fin_time) + kTimeWaitLength};
}

bool endsBucket(const Reset& reset, const Connection& connection, Side side) {
    if (side == reset.sender) return reset.origin != Origin::kMiddlebox;
    return connection.end(side).sent_ack && reset.seq == connection.end(side).acked;
}

BucketTable& TwBuckets::tableOf(std::uint32_t connection, Side side) {
    return hosts_[connections_[connection].host(side)].buckets;
}

ClosedSocket TwBuckets::closeOf(std::uint32_t index, Side side, Duration wait) const {
    const Connection& connection = connections_[index];
    return {connection.finAckTime(side), wait, connection.bucketsAtClose()};
}

std::optional<BucketLife> TwBuckets::lifeOf(std::uint32_t index, Side side) const {
    const Connection& connection = connections_[index];
    return bucketLife(
        connection.end(side), connection.end(opposite(side)),
        settings_.finTimeoutOf(hosts_[connection.host(side)].address, connection.finAckTime(side)));
}

void TwBuckets::mark(const Expiry& expiry) {
    connections_[expiry.connection].setHoldsBucket(expiry.side, true);
    tableOf(expiry.connection, expiry.side).take();
    await(expiry);
}

bool TwBuckets::unmark(std::uint32_t index, Side side) {
    if (!connections_[index].holdsBucket(side)) return false;
    connections_[index].setHoldsBucket(side, false);
    tableOf(index, side).give();
    return true;
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
    const auto life = lifeOf(index, side);
    if (life && life->end > now) {
        await({life->end, index, side});
    } else if (unmark(index, side)) {
        tableOf(index, side).expired(expiry.time);
    }
}

void TwBuckets::renumber(const Renumbering& connections) {
    std::deque<Expiry> before;
    before.swap(in_line_);
    for (; !out_of_line_.empty(); out_of_line_.pop()) before.push_back(out_of_line_.top());
    for (const Expiry& expiry : before) {
        if (!connections.keeps(expiry.connection)) unmark(expiry.connection, expiry.side);
    }
    for (Expiry& expiry : before) {
        expiry.connection = connections(expiry.connection);
        if (expiry.connection != kNoIndex) await(expiry);
    }
}

void TwBuckets::begin(std::uint32_t index, Side side) {
    Connection& connection = connections_[index];
    const auto life = lifeOf(index, side);
    if (!life) return;
    const BucketTable& table = tableOf(index, side);
    connection.setBucketsAtClose(table.held());
    if (!table.isFull()) mark({life->end, index, side});
}

void TwBuckets::seen(std::uint32_t index, Side side, Duration wait) {
    const ClosedSocket close = closeOf(index, side, wait);
    tableOf(index, side).granted(close);
    // Taken for refused, because the table seemed full: older buckets had expired.
    if (!connections_[index].holdsBucket(side)) mark({close.begin + kTimeWaitLength, index, side});
}

void TwBuckets::end(std::uint32_t index, Side side, Time now) {
    if (unmark(index, side)) tableOf(index, side).freed(now);
}

void TwBuckets::refused(std::uint32_t index, Side side, Duration wait) {
    unmark(index, side);
    tableOf(index, side).refused(closeOf(index, side, wait));
}

}  // namespace finrst
