// SPDX-License-Identifier: GPL-2.0-or-later
#include "related.h"

#include <algorithm>

namespace finrst {

namespace {

constexpr Duration kAtTheSameTime = std::chrono::seconds(1);
constexpr std::uint32_t kNeighbours = 16;  // opened before, and as many after
constexpr std::uint32_t kLatest = 32;      // resets

/// The client keeps its port through most NATs; another address makes it another four-tuple.
bool isUnderAnotherAddress(const Connection& a, const Connection& b) {
    const Side of_a = a.client();
    const Side of_b = b.client();
    if (a.port(of_a) != b.port(of_b)) return false;
    const bool same_client = a.host(of_a) == b.host(of_b);
    const bool same_server = a.host(opposite(of_a)) == b.host(opposite(of_b));
    const bool same_port = a.port(opposite(of_a)) == b.port(opposite(of_b));
    return same_client != same_server || (!same_client && !same_server && same_port);
}

/// The RST has the number that the other end waited for, or that its sender had come to, or
/// acknowledges what the other end had sent.
bool hasNumberOf(const Segment& reset, const Endpoint& sender, const Endpoint& peer) {
    if (reset.seq.value() != 0) {
        if (peer.sent_ack && peer.acked == reset.seq) return true;
        if (sender.spoke() && sender.next_seq == reset.seq) return true;
    }
    return reset.has(kAck) && peer.spoke() && peer.next_seq == reset.ack;
}

bool isNear(Time a, Time b) {
    return a - b <= kAtTheSameTime && b - a <= kAtTheSameTime;
}

}  // namespace

Side sideIn(const Connection& other, const Connection& connection, Side side) {
    return side == connection.client() ? other.client() : opposite(other.client());
}

std::uint32_t findRelated(const Segment& reset, std::uint32_t index, Side side,
                          const StableVector<Connection>& connections,
                          const std::deque<Reset>& resets) {
    const Connection& own = connections[index];
    const auto is_same = [&](std::uint32_t candidate) {
        const Connection& other = connections[candidate];
        if (!isUnderAnotherAddress(own, other)) return false;
        const Side sender = sideIn(other, own, side);
        return hasNumberOf(reset, other.end(sender), other.end(opposite(sender)));
    };
    const std::size_t oldest = resets.size() - std::min<std::size_t>(kLatest, resets.size());
    for (std::size_t i = resets.size(); i-- > oldest;) {
        if (!isNear(resets[i].time, reset.time)) break;
        if (is_same(resets[i].connection)) return resets[i].connection;
    }
    const Time latest = own.latestTime() == Time{} ? reset.time : own.latestTime();
    const std::uint32_t first = index - std::min(kNeighbours, index);
    const auto end = std::min<std::uint32_t>(index + kNeighbours + 1,
                                             static_cast<std::uint32_t>(connections.size()));
    for (std::uint32_t i = first; i < end; ++i) {
        if (i != index && is_same(i) && isNear(connections[i].latestTime(), latest)) return i;
    }
    return kNoIndex;
}

}  // namespace finrst
