// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"
#include "report/verdict_text.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <ostream>
#include <vector>

namespace finrst {

// What GoogleTest prints.
inline void PrintTo(Verdict verdict, std::ostream* out) {
    *out << token(verdict);
}
inline void PrintTo(Certainty certainty, std::ostream* out) {
    *out << token(certainty);
}
inline void PrintTo(Origin origin, std::ostream* out) {
    *out << token(origin);
}
inline void PrintTo(Cause cause, std::ostream* out) {
    *out << token(cause);
}
inline void PrintTo(Trigger trigger, std::ostream* out) {
    *out << token(trigger);
}
inline void PrintTo(TcpState state, std::ostream* out) {
    *out << name(state);
}

using namespace std::chrono_literals;

/// A capture in the making: gives each segment its frame number and time, and shows it to the
/// analysis at once.
class Capture {
  public:
    static constexpr Duration kBetweenFrames = 200us;

    explicit Capture(const Settings& settings = {}) : analysis_(settings) {}
    void after(Duration pause) { now_ += pause; }
    /// Returns what a RST reset, else null.
    const Reset* add(Segment& segment);

    CaptureAnalysis& analysis() { return analysis_; }
    const std::vector<Segment>& segments() const { return segments_; }

  private:
    CaptureAnalysis analysis_;
    std::vector<Segment> segments_;
    Time now_{std::chrono::seconds(1'700'000'000)};
};

/// What distinguishes the segments of one host; Linux by default.
struct StackHabits {
    std::uint8_t ttl = 64;
    std::uint8_t tos = 0;
    std::uint16_t window = 502;
    std::uint16_t ip_id = 1000;  ///< counts up; 0: the host leaves the field 0
    bool options = true;         ///< timestamps
    std::uint32_t flow_label = 0x12345;
    OptionOrder syn_options = {option::kMss, option::kSackPermitted, option::kTimestamps,
                               option::kNop, option::kWindowScale};
};

enum class IpVersion { kV4, kV6 };

/// Two hosts that talk TCP, each as far as the network lets them hear each other. Every verb sends
/// one segment and returns it as captured:
///
///     Conversation tcp;
///     tcp.handshake();
///     tcp.client().fin();
///     tcp.after(41ms).server().acks();
///     tcp.after(300ms).server().fin();
///     const Reset& reset = tcp.client().resetsPassively();
class Conversation {
  public:
    struct Setup {
        IpVersion ip = IpVersion::kV4;
        std::uint32_t client_isn = 1000;
        std::uint32_t server_isn = 500'000;
        std::uint16_t client_port = 40'000;
        std::uint16_t server_port = 6379;
        bool swap_addresses = false;
        std::uint8_t client_host = 1;  ///< the last octet of its address
    };
    class Talker;

    Conversation() : Conversation(Setup{}) {}
    explicit Conversation(const Setup& setup);
    /// A conversation among others in `capture`.
    Conversation(Capture& capture, const Setup& setup);
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;

    /// Whose segment comes next.
    Talker client();
    Talker server();

    Conversation& after(Duration pause);
    /// The next segment comes as fast as a socket on the host itself answers.
    Conversation& atOnce() { return after(20us - Capture::kBetweenFrames); }
    /// The next segment does not come into the capture.
    Conversation& uncaptured();
    /// The next segment is lost behind the place of capture.
    Conversation& undelivered();

    /// SYN, SYN-ACK, ACK.
    void handshake();
    /// The client's data, the server's answer, and its ACK.
    void request(std::uint32_t octets = 100, std::uint32_t answered = 200);
    /// The last captured frame once more, as a mirror port shows it.
    const Reset* mirrored();
    /// The same as captured behind a router.
    const Reset* routed();
    /// Both ends begin anew on the same ports.
    void reuse(std::uint32_t client_isn, std::uint32_t server_isn);

    StackHabits& clientStack() { return client_.stack; }
    StackHabits& serverStack() { return server_.stack; }
    Capture& capture() { return *capture_; }

  private:
    struct Host {
        Address address;
        std::uint16_t port = 0;
        StackHabits stack;
        SequenceNumber next;      ///< SND.NXT
        SequenceNumber expected;  ///< RCV.NXT
        bool heard = false;       ///< `expected` is known
        Segment last;             ///< sent last, no RST
    };
    struct Passage {
        bool captured = true;
        bool delivered = true;
    };

    const Reset* pass(Segment& segment, Host& receiver);

    Capture own_capture_;
    Capture* capture_;
    Host client_;
    Host server_;
    Passage passage_;
};

/// One end that is about to send a segment. Changes made to it hold for that segment.
class Conversation::Talker {
  public:
    Talker(Conversation& conversation, Host& self, Host& peer)
        : conversation_(conversation), self_(self), peer_(peer) {}

    Talker& with(std::function<void(Segment&)> change);
    Talker& ttl(std::uint8_t ttl);
    Talker& tos(std::uint8_t tos);
    Talker& ipId(std::uint16_t id);
    Talker& flowLabel(std::uint32_t label);
    Talker& window(std::uint16_t window);
    Talker& ack(SequenceNumber ack);
    Talker& seq(SequenceNumber seq);

    Segment syn(std::uint32_t length = 0);
    Segment synAck();
    Segment acks();
    Segment sends(std::uint32_t length);
    Segment fin(std::uint32_t length = 0);
    /// A keep-alive probe.
    Segment probes();
    /// A segment with these flags, at the next sequence number.
    Segment says(std::uint8_t flags, std::uint32_t length = 0);
    /// Retransmits, with the acknowledgement number of now.
    Segment repeats(const Segment& segment);

    /// RST as the stack answers the peer's last segment, or `segment`, without a socket.
    const Reset& resetsPassively();
    const Reset& resetsPassively(const Segment& segment);
    /// RST+ACK as a Linux socket sends it.
    const Reset& aborts();
    /// RST without ACK at the end's own next sequence number.
    const Reset& resetsBarely();

    SequenceNumber next() const { return self_.next; }
    SequenceNumber expected() const { return self_.expected; }

  private:
    Segment segment(std::uint8_t flags, std::uint32_t length) const;
    Segment send(Segment segment);
    const Reset& reset(Segment segment);
    void applyChanges(Segment& segment) const;

    Conversation& conversation_;
    Host& self_;
    Host& peer_;
    std::vector<std::function<void(Segment&)>> changes_;
};

}  // namespace finrst
