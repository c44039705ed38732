// SPDX-License-Identifier: GPL-2.0-or-later
// libFuzzer's target for the capture writer. The first octet chooses what is wanted of the copy,
// the others are the capture.
#include "capture/save.h"
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
enum Wish : unsigned { kCut = 1, kReplace = 2, kComments = 4, kSomeFrames = 8, kPacked = 16 };

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
    if ((wishes & kReplace) != 0) request.addresses = Addresses::kReplace;
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
    const Bytes input(data + 1, data + size);
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
    return 0;
}
