// SPDX-License-Identifier: GPL-2.0-or-later
#include "format/gzip_stream.h"

#include <algorithm>
#include <limits>

namespace finrst {

namespace {

constexpr int kGzipOnly = 16;  // added to the window bits: zlib.h, inflateInit2 and deflateInit2
constexpr int kMemoryLevel = 8;

uInt clamp(std::size_t size) {
    return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
}

}  // namespace

Inflater::Inflater() : ready_(inflateInit2(&stream_, MAX_WBITS + kGzipOnly) == Z_OK) {}

Inflater::~Inflater() {
    if (ready_) inflateEnd(&stream_);
}

Inflater::Step Inflater::step(std::span<const std::uint8_t> packed, std::span<std::uint8_t> room) {
    if (!ready_) return {0, 0, State::kNoMemory};
    const uInt in = clamp(packed.size());
    const uInt out = clamp(room.size());
    stream_.next_in = const_cast<Bytef*>(packed.data());  // zlib does not write to its input
    stream_.avail_in = in;
    stream_.next_out = room.data();
    stream_.avail_out = out;
    const int code = inflate(&stream_, Z_NO_FLUSH);
    Step step{in - stream_.avail_in, out - stream_.avail_out, State::kMore};
    if (code == Z_STREAM_END) step.state = State::kMemberEnd;
    if (code == Z_MEM_ERROR) step.state = State::kNoMemory;
    // Z_BUF_ERROR only says that there was nothing to do yet.
    if (code == Z_DATA_ERROR || code == Z_NEED_DICT || code == Z_STREAM_ERROR) {
        step.state = State::kDamaged;
    }
    return step;
}

void Inflater::restart() {
    inflateReset(&stream_);
}

Deflater::Deflater()
    : ready_(deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + kGzipOnly,
                          kMemoryLevel, Z_DEFAULT_STRATEGY) == Z_OK) {}

Deflater::~Deflater() {
    if (ready_) deflateEnd(&stream_);
}

Deflater::Step Deflater::step(std::span<const std::uint8_t> plain, std::span<std::uint8_t> room,
                              bool last) {
    if (!ready_) return {0, 0, false, true};
    const uInt in = clamp(plain.size());
    const uInt out = clamp(room.size());
    stream_.next_in = const_cast<Bytef*>(plain.data());
    stream_.avail_in = in;
    stream_.next_out = room.data();
    stream_.avail_out = out;
    const int code = deflate(&stream_, last && in == plain.size() ? Z_FINISH : Z_NO_FLUSH);
    return {in - stream_.avail_in, out - stream_.avail_out, code == Z_STREAM_END,
            code == Z_STREAM_ERROR};
}

}  // namespace finrst
