// SPDX-License-Identifier: GPL-2.0-or-later
#include "format/input_stream.h"

#include "format/system_message.h"
#include "system/file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace finrst {

namespace {

constexpr std::size_t kBufferSize = std::size_t{1} << 17;
constexpr std::size_t kPackedSize = std::size_t{1} << 18;

Status cannotRead(int code) {
    return fail(SaveError::kInput, "The capture cannot be read: " + systemMessage(code) + ".");
}

}  // namespace

InputStream::~InputStream() {
    if (file_ >= 0) system::close(file_);
}

Status InputStream::open(const std::filesystem::path& path) {
    return takeUp(system::openToRead(path, system::Pipe::kOpenNow), false);
}

Status InputStream::openAny(const std::filesystem::path& path) {
    return takeUp(
        path == "-" ? system::standardInput() : system::openToRead(path, system::Pipe::kWait),
        true);
}

Status InputStream::takeUp(int file, bool may_be_pipe) {
    file_ = file;
    ends_by_signal_ = may_be_pipe;
    if (file_ < 0) return cannotRead(errno);
    const std::optional<system::FileInfo> info = system::infoOf(file_);
    if (!info) return cannotRead(errno);
    if (info->is_regular) {
        bytes_total_ = info->size;
    } else if (!may_be_pipe) {
        return fail(SaveError::kInvalidRequest,
                    "The capture is not a file. Save it to a file first.");
    }
    buffer_.resize(kBufferSize);
    Status status = fill(kPackedMagicSize);
    if (!status.ok()) return status;
    unpacker_ = makeUnpacker(available());
    if (!unpacker_) return {};
    packed_.assign(std::max(end_, kPackedSize), 0);
    std::copy_n(buffer_.begin(), end_, packed_.begin());
    packed_end_ = end_;
    end_ = 0;
    at_end_ = false;
    return {};
}

const Status& InputStream::fillFurther(std::size_t size) {
    while (end_ - begin_ < size && !at_end_ && failure_.ok()) {
        makeRoom(size);
        failure_ = unpacker_ ? unpackMore() : readMore();
    }
    return end_ - begin_ < size ? failure_ : kSuccess;
}

/// Grows by doubling, so that a length in a damaged file costs no more memory than there is data.
void InputStream::makeRoom(std::size_t size) {
    if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (end_ == buffer_.size()) buffer_.resize(std::max(std::min(size, 2 * end_), end_ + 1));
}

Status InputStream::readFile(std::uint8_t* room, std::size_t size, std::size_t* got) {
    std::ptrdiff_t count = 0;
    do {
        count = system::read(file_, room, size);
    } while (count < 0 && errno == EINTR && !ends_by_signal_);
    if (count < 0 && errno == EINTR) count = 0;
    if (count < 0) return cannotRead(errno);
    *got = static_cast<std::size_t>(count);
    bytes_read_ += *got;
    return {};
}

Status InputStream::readMore() {
    std::size_t got = 0;
    Status status = readFile(buffer_.data() + end_, buffer_.size() - end_, &got);
    end_ += got;
    at_end_ = got == 0;
    return status;
}

Status InputStream::unpackMore() {
    if (packed_begin_ == packed_end_) {
        packed_begin_ = packed_end_ = 0;
        Status status = readFile(packed_.data(), packed_.size(), &packed_end_);
        if (!status.ok()) return status;
        if (packed_end_ == 0) {
            at_end_ = true;
            cut_short_ = !between_members_;
            return {};
        }
    }
    if (between_members_) {
        // As gzip does: what follows a member and is no other member does not count.
        if (!unpacker_->beginsMember(packed_[packed_begin_])) {
            at_end_ = true;
            return {};
        }
        unpacker_->restart();
        between_members_ = false;
    }
    const Unpacker::Step step =
        unpacker_->step({packed_.data() + packed_begin_, packed_end_ - packed_begin_},
                        {buffer_.data() + end_, buffer_.size() - end_});
    packed_begin_ += step.consumed;
    end_ += step.produced;
    between_members_ = step.state == Unpacker::State::kMemberEnd;
    if (step.state == Unpacker::State::kNoMemory) {
        return fail(SaveError::kMemory, "There is not enough memory.");
    }
    if (step.state == Unpacker::State::kDamaged) {
        return fail(SaveError::kDamaged,
                    std::string("The capture is damaged: its ") + unpacker_->format() +
                        " data contradict themselves near octet " +
                        std::to_string(bytes_read_ - (packed_end_ - packed_begin_)) + ".",
                    "Try to unpack it to see what of it can be rescued.");
    }
    return {};
}

}  // namespace finrst
