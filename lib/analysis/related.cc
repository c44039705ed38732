// SPDX-License-Identifier: GPL-2.0-or-later
#include "related.h"

namespace finrst {

namespace {

constexpr Duration kAtTheSameTime = std::chrono::seconds(1);

/// A NAT passes a packet on in less.
constexpr Duration kThroughNat = std::chrono::milliseconds(10);

bool isNear(Time a, Time b, Duration apart) {
    return a - b <= apart && b - a <= apart;
}

/// A connection and the one that may be the same under another address.
struct Pair {
    const Connection& own;
    const Connection& other;
    Side side;  // of the RST's sender, in `own`

    const Endpoint& ownSender() const { return own.end(side); }
    const Endpoint& ownPeer() const { return own.end(opposite(side)); }
    Side otherSide() const { return sideIn(other, own, side); }
    const Endpoint& otherSender() const { return other.end(otherSide()); }
    const Endpoint& otherPeer() const { return other.end(opposite(otherSide())); }
    bool sameSender() const { return own.host(side) == other.host(otherSide()); }
    bool samePeer() const { return own.host(opposite(side)) == other.host(opposite(otherSide())); }
};

/// Most NATs leave the client its port, and change the address of one end or of both.
bool isUnderAnotherAddress(const Pair& pair) {
    const bool same_port = pair.own.port(pair.own.client()) == pair.other.port(pair.other.client());
    return same_port && !(pair.sameSender() && pair.samePeer());
}

/// The RST has the number that its sender had come to, or that the peer waited for. Numbers of a
/// scanner, which is one end of many connections, tell nothing: its own end stays the same.
bool continues(const Segment& reset, const Pair& pair) {
    const bool leaked = pair.own.latestTime() == Time{};
    const bool of_translated = leaked ? !pair.sameSender() : !pair.samePeer();
    const Endpoint& sender = pair.otherSender();
    const Endpoint& peer = pair.otherPeer();
    const bool one_end = pair.sameSender() != pair.samePeer();
    return one_end && of_translated && sender.spoke() && reset.seq.value() != 0 &&
           (sender.next_seq == reset.seq || (peer.sent_ack && peer.acked == reset.seq));
}

/// Both ends began with the same numbers, at the same time: each packet was captured twice.
bool isTwin(const Pair& pair) {
    return pair.ownPeer().spoke() && pair.otherSender().spoke() && pair.otherPeer().spoke() &&
           pair.ownSender().first_seq == pair.otherSender().first_seq &&
           pair.ownPeer().first_seq == pair.otherPeer().first_seq &&
           isNear(pair.own.firstTime(), pair.other.firstTime(), kThroughNat);
}

/// The SYN that `reset` refuses, before and behind the NAT: it keeps its IP ID, and is routed on. A
/// scanner, too, has one port and one number for all hosts.
bool isTwinOfRefused(const Pair& pair) {
    const SentSegment& own = pair.ownPeer().latest;
    const SentSegment& other = pair.otherPeer().latest;
    const auto is_syn = [](const SentSegment& s) { return s.has(kSyn) && !s.has(kAck); };
    return is_syn(own) && is_syn(other) && own.seq == other.seq && own.ip_id == other.ip_id &&
           own.ip_id != 0 && pair.ownPeer().latest.ttl != pair.otherPeer().latest.ttl &&
           isNear(pair.own.firstTime(), pair.other.firstTime(), kThroughNat);
}

/// What the RST answers begins where the peer had ended under the other address, or with a
/// keep-alive probe one before: both numbers are those of `other`, however long that was silent.
bool isTakenUp(const Pair& pair) {
    const Endpoint& peer = pair.ownPeer();
    const Endpoint& before = pair.otherPeer();
    return peer.spoke() && before.spoke() &&
           (peer.first_seq == before.next_seq || peer.first_seq + 1 == before.next_seq);
}

bool isSame(const Segment& reset, const Pair& pair) {
    if (!isUnderAnotherAddress(pair)) return false;
    if (pair.ownSender().spoke()) return isTwin(pair);
    return continues(reset, pair) || isTwinOfRefused(pair);
}

}  // namespace

Side sideIn(const Connection& other, const Connection& connection, Side side) {
    return side == connection.client() ? other.client() : opposite(other.client());
}

std::uint32_t findRelated(const Segment& reset, std::uint32_t index, Side side,
                          const LatestOfPorts& of_ports, const StableVector<Host>& hosts,
                          const Connections& connections, const StableVector<Reset>& resets) {
    const Connection& own = connections[index];
    const Time latest = own.latestTime() == Time{} ? reset.time : own.latestTime();
    const std::uint16_t place = hosts[own.host(side)].place;
    for (const std::uint32_t candidate : of_ports.of(portAt(own.port(own.client()), place))) {
        if (candidate == kNoIndex || candidate == index) continue;
        const Connection& other = connections[candidate];
        // What another place of capture saw is for lib/places to find.
        if (hosts[other.host(side)].place != place) continue;
        const Pair pair{own, other, side};
        const bool in_use =
            isNear(other.latestTime(), latest, kAtTheSameTime) ||
            (other.isReset() && isNear(resets[other.lastReset()].time, reset.time, kAtTheSameTime));
        if ((in_use || isTakenUp(pair)) && isSame(reset, pair)) return candidate;
    }
    return kNoIndex;
}

}  // namespace finrst
