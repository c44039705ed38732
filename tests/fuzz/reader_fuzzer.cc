// SPDX-License-Identifier: GPL-2.0-or-later
// libFuzzer's target for the reader of captures and the decoder of packets: the input is a capture.
#include "capture/capture_stream.h"
#include "capture/segment_decoder.h"
#include "support/packet_list.h"

#include <stdlib.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace {

using namespace finrst;
namespace fs = std::filesystem;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

/// In memory.
const fs::path& capture() {
    static const fs::path kFolder = [] {
        std::string name = "/dev/shm/finrst-fuzz-XXXXXX";
        return fs::path(::mkdtemp(name.data()));
    }();
    static const fs::path kCapture = kFolder / "in";
    static const int kAtExit = std::atexit([] { fs::remove_all(kFolder); });
    static_cast<void>(kAtExit);
    return kCapture;
}

void check(const Segment& segment, const CapturedPacket& packet) {
    require(segment.frame == packet.frame, "a segment is of its frame");
    require(segment.reset_text.empty() || segment.has(kRst), "only a RST has text");
    // Every octet is there, wherever the text came from.
    static volatile char last;
    for (const char c : segment.reset_text) last = c;
}

bool isSame(const Packet& a, const Packet& b) {
    return a.wire_length == b.wire_length && std::ranges::equal(a.data, b.data);
}

/// Packets keep valid for one call only: copies of them.
struct Read {
    std::vector<std::vector<std::uint8_t>> data;
    std::vector<Packet> packets;
    bool is_whole = false;
};

Read readAll() {
    Read read;
    CaptureStream stream({capture()});
    SegmentDecoder decoder;
    std::vector<std::uint32_t> wire_lengths;
    for (CapturedPacket packet; stream.next(&packet);) {
        read.data.emplace_back(packet.data.begin(), packet.data.end());
        wire_lengths.push_back(packet.wire_length);
        if (const auto segment = decoder.decode(packet)) check(*segment, packet);
    }
    for (std::size_t i = 0; i < read.data.size(); ++i) {
        read.packets.push_back({0, wire_lengths[i], read.data[i]});
    }
    for (const FileProblem& problem : stream.problems()) {
        require(problem.is_cut_short != !problem.status.ok(), "a problem has one reason");
        require(problem.is_cut_short || problem.status.message.ends_with('.'),
                "an error is a sentence");
    }
    read.is_whole = stream.problems().empty();
    return read;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::ofstream(capture(), std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    const Read read = readAll();
    // A pcap file may be one of several variants, which the other reader does not know.
    const bool is_pcapng = size > 0 && data[0] == 0x0a;
    if (!is_pcapng || !read.is_whole) return 0;
    const auto expected = listPackets({data, size});
    if (!expected) return 0;
    require(std::ranges::equal(read.packets, *expected, isSame),
            "a capture that is whole is read as another reader reads it");
    return 0;
}
