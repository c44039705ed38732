// SPDX-License-Identifier: GPL-2.0-or-later
#include "format/output_stream.h"

namespace finrst {

namespace {
constexpr std::size_t kBufferSize = std::size_t{1} << 17;
}

Status OutputStream::open(const std::filesystem::path& target) {
    Status status = file_.create(target);
    if (!status.ok()) return status;
    buffer_.reserve(kBufferSize);
    if (target.extension() == ".gz") {
        deflater_ = std::make_unique<Deflater>();
        packed_.resize(kBufferSize);
    }
    return {};
}

Status OutputStream::write(ByteView bytes) {
    written_ += bytes.size();
    if (buffer_.size() + bytes.size() > kBufferSize) {
        Status status = flush();
        if (!status.ok()) return status;
        if (bytes.size() >= kBufferSize) return deflater_ ? pack(bytes, false) : file_.write(bytes);
    }
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    return {};
}

Status OutputStream::flush() {
    Status status = deflater_ ? pack(buffer_, false) : file_.write(buffer_);
    buffer_.clear();
    return status;
}

Status OutputStream::pack(ByteView bytes, bool last) {
    for (bool done = false; !done;) {
        const Deflater::Step step = deflater_->step(bytes, packed_, last);
        if (step.failed) {
            return fail(SaveError::kMemory, "There is not enough memory to pack the file.");
        }
        bytes = bytes.subspan(step.consumed);
        Status status = file_.write({packed_.data(), step.produced});
        if (!status.ok()) return status;
        done = last ? step.ended : bytes.empty() && step.produced < packed_.size();
    }
    return {};
}

Status OutputStream::finish() {
    Status status = flush();
    if (status.ok() && deflater_) status = pack({}, true);
    return status.ok() ? file_.commit() : status;
}

}  // namespace finrst
