// SPDX-License-Identifier: GPL-2.0-or-later
// libFuzzer's target for the capture writer. The first octet chooses what is wanted of the copy,
// the others are the capture.
#include "capture/save.h"
#include "format/byte_order.h"
#include "support/packet_list.h"

#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

namespace {

using namespace finrst;
using Bytes = std::vector<std::uint8_t>;
namespace fs = std::filesystem;

/// Bits of the first octet.
enum Wish : unsigned {
    kCut = 1,
    kReplace = 2,
    kComments = 4,
    kSomeFrames = 8,
    kPacked = 16,
    kFlat = 32,      ///< with kReplace
    kRepeated = 64,  ///< what follows is a pattern for a long comment
};

void require(bool holds, const char* what, const SaveResult& result) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s (%s)\n", what, result.status.message.c_str());
    std::abort();
}

/// In memory: each copy waits for its disk.
const fs::path& folder() {
    static const fs::path kFolder = [] {
        std::string name = "/dev/shm/finrst-fuzz-XXXXXX";
        return fs::path(::mkdtemp(name.data()));
    }();
    static const int kAtExit = std::atexit([] { fs::remove_all(folder()); });
    static_cast<void>(kAtExit);
    return kFolder;
}

void write(const fs::path& path, const Bytes& bytes, bool packed) {
    // "T": stored as it is.
    const gzFile file = ::gzopen(path.c_str(), packed ? "wb1" : "wbT");
    ::gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
    ::gzclose(file);
}

Bytes read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

SaveRequest requestOf(unsigned wishes) {
    SaveRequest request;
    request.input = folder() / "in";
    request.output = folder() / "out";
    request.key.fill(7);
    if ((wishes & kCut) != 0) request.payload = Payload::kCut;
    if ((wishes & kReplace) != 0) {
        request.addresses = (wishes & kFlat) != 0 ? Addresses::kReplaceFlat : Addresses::kReplace;
    }
    if ((wishes & kComments) != 0) {
        request.section_comment = "made by a fuzzer at 10.0.0.1";
        request.comments = {{2, "second"}, {1, "first 2001:db8::1"}, {2, "twice"}};
    }
    if ((wishes & kSomeFrames) != 0) request.frames = {{1, 3, 4}};
    return request;
}

bool isSame(const Packet& a, const Packet& b) {
    return a.wire_length == b.wire_length && std::ranges::equal(a.data, b.data);
}

/// Nothing of the packets was to be changed.
void checkPackets(const Bytes& input, const Bytes& output, const SaveResult& result) {
    const auto before = listPackets(input), after = listPackets(output);
    if (!before) return;  // stricter than the writer, which copies what it cannot read
    require(after.has_value(), "a copy is a capture", result);
    require(std::ranges::equal(*before, *after, isSame), "a copy has the same packets", result);
}

/// A capture of one packet, with the pattern repeated to the longest comment that there can be.
/// Neither the time (run.sh has a limit) nor the stack may grow faster than the length.
Bytes withLongComment(const Bytes& pattern) {
    constexpr std::size_t kLongest = 65532;
    constexpr ByteOrder kOrder = ByteOrder::kLittle;
    Bytes options(4 + kLongest);
    store(options.data(), std::uint16_t{1}, kOrder);
    store(options.data() + 2, static_cast<std::uint16_t>(kLongest), kOrder);
    for (std::size_t i = 0; i < kLongest; ++i) options[4 + i] = pattern[i % pattern.size()];
    Bytes capture = {0x0a, 0x0d, 0x0d, 0x0a, 28,   0,    0,    0,    0x4d, 0x3c, 0x2b, 0x1a,
                     1,    0,    0,    0,    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                     28,   0,    0,    0,    1,    0,    0,    0,    20,   0,    0,    0,
                     1,    0,    0,    0,    0,    0,    0,    0,    20,   0,    0,    0};
    Bytes packet(28);
    store(packet.data(), std::uint32_t{6}, kOrder);
    packet.insert(packet.end(), options.begin(), options.end());
    const auto size = static_cast<std::uint32_t>(packet.size() + 4);
    packet.resize(size);
    store(packet.data() + 4, size, kOrder);
    store(packet.data() + size - 4, size, kOrder);
    capture.insert(capture.end(), packet.begin(), packet.end());
    return capture;
}

/// A cut copy that is cut once more is the same.
void checkCutAgain(const SaveRequest& request, const Bytes& output) {
    if (request.payload != Payload::kCut) return;
    SaveRequest again;
    again.input = request.output;
    again.output = folder() / "again";
    again.payload = Payload::kCut;
    const SaveResult result = save(again, {});
    require(result.ok(), "a cut copy can be cut", result);
    require(read(again.output) == output, "a cut copy has nothing to be cut", result);
}

/// The copy of a copy is the copy.
void checkAgain(const Bytes& output) {
    SaveRequest again;
    again.input = folder() / "out";
    again.output = folder() / "again";
    const SaveResult result = save(again, {});
    require(result.ok(), "a copy can be read", result);
    require(result.warnings.empty(), "a copy is whole", result);
    require(read(again.output) == output, "a copy of a copy is the same", result);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const unsigned wishes = data[0];
    Bytes input(data + 1, data + size);
    if ((wishes & kRepeated) != 0 && !input.empty()) input = withLongComment(input);
    const SaveRequest request = requestOf(wishes);
    write(request.input, input, (wishes & kPacked) != 0);
    fs::remove(request.output);

    const SaveResult result = save(request, {});
    if (!result.ok()) {
        require(!fs::exists(request.output), "an error leaves no file", result);
        require(result.status.message.ends_with('.'), "an error is a sentence", result);
        return 0;
    }
    const Bytes output = read(request.output);
    if ((wishes & (kCut | kReplace | kSomeFrames)) == 0) checkPackets(input, output, result);
    checkAgain(output);
    checkCutAgain(request, output);
    return 0;
}
