// SPDX-License-Identifier: GPL-2.0-or-later
// Segments a second and octets a connection of the analysis alone, for captures of hard shapes.

#include "analysis/capture_analysis.h"
#include "report/report.h"

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <cstring>
#include <vector>

namespace finrst {
namespace {

Address v4(std::uint32_t number) {
    const std::uint8_t bytes[] = {10, static_cast<std::uint8_t>(number >> 16),
                                  static_cast<std::uint8_t>(number >> 8),
                                  static_cast<std::uint8_t>(number)};
    return Address::fromV4(bytes);
}

/// Feeds an analysis with conversations, one after the other.
class Capture {
  public:
    explicit Capture(CaptureAnalysis& analysis) : analysis_(analysis) {}

    /// `client` and `port` make the four-tuple; the server is the same for all.
    void open(std::uint32_t client, std::uint16_t port) {
        client_ = v4(client);
        port_ = port;
        seq_ = {SequenceNumber(1000), SequenceNumber(9000)};
    }
    void fromClient(std::uint8_t flags, std::uint32_t length = 0) { send(0, flags, length); }
    void fromServer(std::uint8_t flags, std::uint32_t length = 0) { send(1, flags, length); }

    void handshake() {
        fromClient(kSyn);
        fromServer(kSyn | kAck);
        fromClient(kAck);
    }
    void request() {
        fromClient(kPsh | kAck, 200);
        fromServer(kPsh | kAck, 1000);
    }
    /// The incident: the client's FIN is ACKed, the server's FIN meets no socket.
    void closeAndMiss() {
        fromClient(kFin | kAck);
        fromServer(kAck);
        fromServer(kFin | kAck);
        fromClient(kRst);
    }
    void close() {
        fromClient(kFin | kAck);
        fromServer(kFin | kAck);
        fromClient(kAck);
    }

    std::uint32_t segments() const { return frame_; }

  private:
    void send(int side, std::uint8_t flags, std::uint32_t length) {
        Segment segment;
        segment.frame = ++frame_;
        segment.time = Time(std::chrono::microseconds(frame_ * 10ull));
        segment.source = side == 0 ? client_ : server_;
        segment.destination = side == 0 ? server_ : client_;
        segment.source_port = side == 0 ? port_ : 6379;
        segment.destination_port = side == 0 ? 6379 : port_;
        segment.seq = seq_[side];
        segment.ack = (flags & kRst) != 0 ? SequenceNumber(0) : seq_[1 - side];
        segment.flags = flags;
        segment.window = (flags & kRst) != 0 ? 0 : 500;
        segment.length = length;
        segment.has_options = (flags & kRst) == 0;
        segment.ip = {true, true, 64, 0, static_cast<std::uint16_t>(frame_), 0};
        seq_[side] = segment.end();
        benchmark::DoNotOptimize(analysis_.add(segment));
    }

    CaptureAnalysis& analysis_;
    Address client_;
    Address server_ = v4(0xfffffe);
    std::uint16_t port_ = 0;
    std::array<SequenceNumber, 2> seq_;
    std::uint32_t frame_ = 0;
};

using Shape = void (*)(Capture&, std::uint32_t connections);

void pool(Capture& capture, std::uint32_t connections) {
    for (std::uint32_t i = 0; i < connections; ++i) {
        capture.open(i / 50000, static_cast<std::uint16_t>(i % 50000));
        capture.handshake();
        for (int request = 0; request < 3; ++request) capture.request();
        capture.close();
    }
}
void resetStorm(Capture& capture, std::uint32_t connections) {
    for (std::uint32_t i = 0; i < connections; ++i) {
        capture.open(i / 50000, static_cast<std::uint16_t>(i % 50000));
        capture.handshake();
        capture.request();
        capture.closeAndMiss();
    }
}
void synFlood(Capture& capture, std::uint32_t connections) {
    for (std::uint32_t i = 0; i < connections; ++i) {
        capture.open(i % 100000, static_cast<std::uint16_t>(i / 100000));
        capture.fromClient(kSyn);
    }
}
void oneConnection(Capture& capture, std::uint32_t requests) {
    capture.open(0, 1);
    capture.handshake();
    for (std::uint32_t i = 0; i < requests; ++i) capture.request();
}
void manyHosts(Capture& capture, std::uint32_t connections) {
    for (std::uint32_t i = 0; i < connections; ++i) {
        capture.open(i % 100000, static_cast<std::uint16_t>(i / 100000));
        capture.handshake();
        capture.request();
        capture.close();
    }
}

std::size_t bytesInUse() {
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

void BM_Analysis(benchmark::State& state, Shape shape) {
    const auto size = static_cast<std::uint32_t>(state.range(0));
    std::uint64_t segments = 0;
    for (auto _ : state) {
        const std::size_t before = bytesInUse();
        CaptureAnalysis analysis;
        Capture capture(analysis);
        shape(capture, size);
        segments += capture.segments();
        const auto used = static_cast<double>(bytesInUse() - before);
        state.counters["bytes/connection"] =
            used / static_cast<double>(analysis.connections().size());
        if (!analysis.resets().empty()) {
            state.counters["sizeof reset"] = static_cast<double>(sizeof(Reset));
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(segments));
}

/// The statistics of a whole capture, as the dialog and the tables ask for them.
void BM_Report(benchmark::State& state, Shape shape) {
    CaptureAnalysis analysis;
    Capture capture(analysis);
    shape(capture, static_cast<std::uint32_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(makeReport(analysis));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK_CAPTURE(BM_Analysis, pool, pool)->Arg(10000)->Arg(100000)->Arg(1000000);
BENCHMARK_CAPTURE(BM_Analysis, reset_storm, resetStorm)->Arg(100000);
BENCHMARK_CAPTURE(BM_Analysis, syn_flood, synFlood)->Arg(1000000);
BENCHMARK_CAPTURE(BM_Analysis, one_connection, oneConnection)->Arg(1000000);
BENCHMARK_CAPTURE(BM_Analysis, many_hosts, manyHosts)->Arg(1000000);
BENCHMARK_CAPTURE(BM_Report, reset_storm, resetStorm)->Arg(100000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Report, many_hosts, manyHosts)->Arg(1000000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace finrst

BENCHMARK_MAIN();
