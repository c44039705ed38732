// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "places/joined_places.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace finrst {

using namespace std::chrono_literals;

/// A client and a server, and on the wire between them two places of capture, one near each. Every
/// verb sends one segment:
///
///     Wire wire;
///     wire.handshake();
///     wire.client().sends(100);
///     wire.madeBetween().server().resets();
///     wire.after(1ms).server().sends(10);
///     JoinedPlaces& places = wire.join();
class Wire {
  public:
    struct Setup {
        Duration server_ahead{};  ///< the clock of the place near the server, beside the other
        double server_drift = 0;  ///< seconds that it gains in a second
        Duration way = 1ms;       ///< between the places
        int hops = 1;             ///< routers there
        std::uint32_t client_isn = 1'000'000;
        std::uint32_t server_isn = 500'000'000;
        std::uint16_t client_port = 40'000;
        std::uint16_t server_port = 6379;
        bool has_nat = false;            ///< the server sees the router's address and port
        bool shifts_numbers = false;     ///< each end's are others at the other end, by the same
        bool rewrites_ids = false;       ///< IP IDs are the router's own near the server
        bool has_ids = true;             ///< else all IP IDs are 0
        std::uint16_t mss_there = 1460;  ///< of SYNs, near the server
        bool strips_sack = false;        ///< from SYNs that come to the server
        bool has_proxy = false;          ///< the router ends each connection, and opens another
        bool has_middle = false;         ///< a third place, half the way; `hops` are 2 then
    };
    class Talker;

    Wire() : Wire(Setup{}) {}
    explicit Wire(const Setup& setup);

    Talker client();
    Talker server();
    Wire& after(Duration pause);
    /// The next segment is lost between the places.
    Wire& lostBetween();
    /// The next segment is made between the places, in the name of its sender: before the middle.
    Wire& madeBetween();
    /// The next segment passes, and the recorder there misses it.
    Wire& missedNearClient();
    Wire& missedNearServer();
    /// Nothing is recorded near the server from now on, or until then.
    void stopNearServer() { records_[1] = false; }
    void startNearServer() { records_[1] = true; }
    void stopNearClient() { records_[0] = false; }
    /// The recorder near the server says how many packets it lost, and stops now.
    void serverRecorderLost(std::uint64_t packets);

    void handshake();
    /// Data of the client, and the server's answer.
    void request();
    /// Both begin another connection, from the same port, or from the client's next one.
    void beginAnew();
    void connectAnew();

    JoinedPlaces& join();
    /// All segments of both places in one capture, in order of time: `place` 0 is near the client.
    std::vector<Segment> merged() const;
    /// Behind `join`: what the others show of the only RST near the client, or the server.
    const PlacesReport& nearClient() const { return reportAt(0); }
    const PlacesReport& nearServer() const { return reportAt(1); }
    const PlacesReport& between() const { return reportAt(2); }
    const CaptureAnalysis& analysisNearClient() const { return joined_->places()[0]->analysis(); }
    const Reset& resetNearClient() const { return joined_->places()[0]->analysis().resets()[0]; }
    const Reset& resetNearServer() const { return joined_->places()[1]->analysis().resets()[0]; }

  private:
    struct End {
        std::uint32_t next = 0;      // SND.NXT
        std::uint32_t expected = 0;  // RCV.NXT
        std::uint16_t ip_id = 0;
    };

    const PlacesReport& reportAt(std::size_t place) const;
    void pass(const Segment& segment, bool from_client);
    void show(std::size_t place, Segment segment, Duration late, bool from_client);

    Setup setup_;
    std::array<End, 2> ends_;  // client, server
    std::array<bool, 3> records_{true, true, true};
    std::array<bool, 3> misses_{};
    std::array<std::uint32_t, 3> frames_{};
    std::vector<Segment> shown_;  // at both places
    bool is_lost_ = false;
    bool is_made_ = false;
    Time now_{1'700'000'000s};
    std::array<std::optional<Place>, 3> places_;  // near the client, near the server, between
    std::optional<JoinedPlaces> joined_;

    friend class Talker;
};

class Wire::Talker {
  public:
    Talker(Wire& wire, bool is_client) : wire_(wire), is_client_(is_client) {}

    Segment syn() { return send(kSyn, 0); }
    Segment synAck() { return send(kSyn | kAck, 0); }
    Segment acks() { return send(kAck, 0); }
    Segment sends(std::uint32_t octets) { return send(kAck | kPsh, octets); }
    Segment fin() { return send(kFin | kAck, 0); }
    /// RST+ACK, as a socket sends it.
    Segment resets() { return send(kRst | kAck, 0); }
    /// RST, as a stack without the socket answers the peer's last segment.
    Segment resetsPassively() { return passively(kRst, self().next, 0); }
    /// RST+ACK to the peer's SYN.
    Segment refuses() { return passively(kRst | kAck, 0, peer().next); }
    /// The same numbers in a packet of its own.
    Segment repeats(Segment segment);

  private:
    End& self() { return wire_.ends_[is_client_ ? 0 : 1]; }
    End& peer() { return wire_.ends_[is_client_ ? 1 : 0]; }
    Segment between() const;
    Segment send(std::uint8_t flags, std::uint32_t length);
    Segment passively(std::uint8_t flags, std::uint32_t seq, std::uint32_t ack);

    Wire& wire_;
    bool is_client_;
};

}  // namespace finrst
