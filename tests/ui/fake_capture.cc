// SPDX-License-Identifier: GPL-2.0-or-later
#include "fake_capture.h"

namespace finrst {

namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr std::uint16_t kRedis = 6379;

constexpr std::uint32_t kServerNumber = 200;

/// 10.0.0.0 and what follows.
Address addressOf(std::uint32_t number) {
    const std::uint8_t bytes[] = {10, static_cast<std::uint8_t>(number >> 16),
                                  static_cast<std::uint8_t>(number >> 8),
                                  static_cast<std::uint8_t>(number)};
    return Address::fromV4(bytes);
}

/// Writes the segments of one connection after the other.
class Script {
  public:
    explicit Script(CaptureAnalysis& analysis) : analysis_(analysis) {}

    void begin(std::uint32_t number, std::uint32_t clients) {
        const std::uint32_t client = 1 + number % clients;
        client_ = addressOf(client < kServerNumber ? client : client + 1);
        client_port_ = static_cast<std::uint16_t>(1024 + number / clients % 64000);
        client_seq_ = 1000 + number;
        server_seq_ = 900000 + number;
        time_ += milliseconds(5);
    }

    void client(std::uint8_t flags, std::uint32_t length = 0) { send(true, flags, length); }
    void server(std::uint8_t flags, std::uint32_t length = 0) { send(false, flags, length); }
    void wait(Duration duration) { time_ += duration; }

    void exchange() {
        client(kSyn);
        server(kSyn | kAck);
        client(kAck);
        client(kPsh | kAck, 20);
        server(kPsh | kAck, 40);
    }

    /// The client closes; the server's ACK comes alone, its FIN after `pause`.
    void close(Duration pause) {
        client(kFin | kAck);
        server(kAck);
        wait(pause);
        server(kFin | kAck);
    }

    /// The stack's answer to a segment of the server: it has no socket.
    void resetByStack() {
        Segment segment = make(true, kRst, 0);
        segment.ack = SequenceNumber(0);
        segment.window = 0;
        add(segment);
    }

    void refuse() {
        client(kSyn);
        Segment segment = make(false, kRst | kAck, 0);
        segment.seq = SequenceNumber(0);
        segment.window = 0;
        add(segment);
    }

  private:
    Segment make(bool from_client, std::uint8_t flags, std::uint32_t length) {
        Segment segment;
        segment.frame = ++frame_;
        segment.time = time_ += microseconds(50);
        segment.source = from_client ? client_ : kServer;
        segment.destination = from_client ? kServer : client_;
        segment.source_port = from_client ? client_port_ : kRedis;
        segment.destination_port = from_client ? kRedis : client_port_;
        segment.seq = SequenceNumber(from_client ? client_seq_ : server_seq_);
        if ((flags & kAck) != 0) {
            segment.ack = SequenceNumber(from_client ? server_seq_ : client_seq_);
        }
        segment.flags = flags;
        segment.window = 502;
        segment.length = length;
        segment.ip.known = true;
        segment.ip.ttl = 64;
        return segment;
    }

    void add(const Segment& segment) {
        if (analysis_.add(segment) != nullptr) analysis_.setStream(stream_++);
    }

    void send(bool from_client, std::uint8_t flags, std::uint32_t length) {
        const Segment segment = make(from_client, flags, length);
        (from_client ? client_seq_ : server_seq_) += segment.sequenceLength();
        add(segment);
    }

    const Address kServer = addressOf(kServerNumber);
    CaptureAnalysis& analysis_;
    Address client_;
    Time time_{std::chrono::seconds(1'600'000'000)};
    std::uint32_t frame_ = 0;
    std::uint32_t stream_ = 0;
    std::uint32_t client_seq_ = 0;
    std::uint32_t server_seq_ = 0;
    std::uint16_t client_port_ = 0;
};

}  // namespace

std::unique_ptr<CaptureAnalysis> analysisOf(const FakeCapture& capture) {
    auto analysis = std::make_unique<CaptureAnalysis>();
    Script script(*analysis);
    std::uint32_t number = 0;
    for (std::uint32_t i = 0; i < capture.survivors; ++i) {
        script.begin(number++, capture.clients);
        script.exchange();
        script.close(milliseconds(45 + i % 40));
        script.client(kAck);
    }
    for (std::uint32_t i = 0; i < capture.resets; ++i) {
        script.begin(number++, capture.clients);
        script.exchange();
        script.close(milliseconds(42 + i % 30));
        script.resetByStack();
    }
    for (std::uint32_t i = 0; i < capture.refused; ++i) {
        script.begin(number++, capture.clients);
        script.refuse();
    }
    return analysis;
}

}  // namespace finrst
