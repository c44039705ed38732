// SPDX-License-Identifier: GPL-2.0-or-later
#include "capture/capture_stream.h"

#include "format/packet_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace finrst {

namespace fs = std::filesystem;

/// One file, with its next packet.
class CaptureStream::Source {
  public:
    Source(fs::path file, std::uint32_t number) : file_(std::move(file)), number_(number) {}

    /// Opens the file and reads its first packet, or the next one.
    void advance(std::vector<FileProblem>* problems) {
        if (!reader_) {
            Status status = reader_.emplace().open(file_);
            if (!status.ok()) return stop(false, std::move(status), problems);
        }
        Reading reading = Reading::kEnd;
        const Status& status = reader_->next(&packet_, &reading);
        if (!status.ok() || reading == Reading::kCutShort) {
            stop(true, status, problems);
        }
        is_over_ = is_over_ || reading == Reading::kEnd;
    }
    /// Gives its buffer back, until `advance` opens it again from its begin.
    void close() { reader_.reset(); }
    bool isOpen() const { return reader_.has_value(); }
    bool isOver() const { return is_over_; }
    /// Only of a file is there a second reading.
    bool isFile() const {
        std::error_code error;
        return fs::is_regular_file(file_, error);
    }
    const CapturedPacket& packet() const { return packet_; }
    std::uint32_t number() const { return number_; }
    /// How many frames came since the last call, the packet included.
    std::uint64_t takeFrames() {
        const std::uint64_t frames = reader_->frames();
        return frames - std::exchange(frames_taken_, frames);
    }
    const InputStream& input() const { return reader_->input(); }
    std::uint64_t dropped() const { return reader_->dropped(); }
    std::optional<Time> recordedUntil() const { return reader_->recordedUntil(); }
    std::vector<RecordedInterface> interfaces() const { return reader_->interfaces(); }
    Time time() const { return packet_.time; }

  private:
    void stop(bool was_read, Status status, std::vector<FileProblem>* problems) {
        is_over_ = true;
        const bool is_cut_short = status.ok();
        problems->push_back({.file = file_,
                             .frames = reader_->frames(),
                             .was_read = was_read,
                             .is_cut_short = is_cut_short,
                             .status = std::move(status)});
    }

    fs::path file_;
    std::uint32_t number_;
    std::optional<PacketReader> reader_;
    CapturedPacket packet_;
    std::uint64_t frames_taken_ = 0;
    bool is_over_ = false;
};

/// Behind `current_`, `waiting_` holds the other files by the time of their next packets, the
/// nearest last.
class CaptureStream::Impl {
  public:
    explicit Impl(const std::vector<fs::path>& files) {
        for (const fs::path& file : files) {
            auto source = std::make_unique<Source>(file, files_++);
            source->advance(&problems_);
            const std::uint64_t bytes = source->input().bytesTotal();
            bytes_total_ += bytes;
            has_pipe_ = has_pipe_ || (bytes == 0 && !source->isOver());
            if (source->isOver()) {
                finish(*source);
                continue;
            }
            if (files.size() > 1 && source->isFile()) source->close();
            waiting_.push_back(std::move(source));
        }
        std::reverse(waiting_.begin(), waiting_.end());  // of equal times, the first is the nearest
        std::stable_sort(waiting_.begin(), waiting_.end(), isLater);
    }

    bool next(CapturedPacket* packet) {
        if (current_) current_->advance(&problems_);
        while (!isNearest(current_)) {
            if (current_ && current_->isOver()) {
                finish(*current_);
                current_.reset();
            }
            if (!current_ && waiting_.empty()) return false;
            changeSource();
        }
        *packet = current_->packet();
        frames_ += current_->takeFrames();
        packet->frame = frames_;
        packet->file = current_->number();
        return true;
    }

    std::uint64_t frames() const { return frames_; }
    std::uint64_t dropped() const { return dropped_; }
    std::optional<Time> recordedUntil() const { return recorded_until_; }
    const std::vector<RecordedInterface>& interfaces() const { return interfaces_; }
    std::uint64_t bytesRead() const {
        std::uint64_t bytes = bytes_finished_;
        if (current_) bytes += current_->input().bytesRead();
        for (const Pointer& source : waiting_) {
            if (source->isOpen()) bytes += source->input().bytesRead();
        }
        return bytes;
    }
    std::uint64_t bytesTotal() const { return has_pipe_ ? 0 : bytes_total_; }
    const std::vector<FileProblem>& problems() const { return problems_; }

  private:
    using Pointer = std::unique_ptr<Source>;

    static bool isLater(const Pointer& a, const Pointer& b) { return a->time() > b->time(); }

    /// Whether the next packet is that of `source`.
    bool isNearest(const Pointer& source) const {
        return source && !source->isOver() &&
               (waiting_.empty() || waiting_.back()->time() >= source->time());
    }

    void finish(Source& source) {
        frames_ += source.takeFrames();
        bytes_finished_ += source.input().bytesRead();
        dropped_ += source.dropped();
        recorded_until_ = source.recordedUntil();
        interfaces_ = source.interfaces();
    }

    void changeSource() {
        Pointer nearest = std::move(waiting_.back());
        waiting_.pop_back();
        if (!nearest->isOpen()) nearest->advance(&problems_);
        if (current_) {
            const auto place =
                std::lower_bound(waiting_.begin(), waiting_.end(), current_, isLater);
            waiting_.insert(place, std::move(current_));
        }
        current_ = std::move(nearest);
    }

    Pointer current_;
    std::vector<Pointer> waiting_;
    std::vector<FileProblem> problems_;
    std::uint32_t files_ = 0;
    std::uint64_t frames_ = 0;
    std::uint64_t dropped_ = 0;                  // as files say that are over
    std::optional<Time> recorded_until_;         // as that says which was over last
    std::vector<RecordedInterface> interfaces_;  // the same
    std::uint64_t bytes_finished_ = 0;           // of those, too
    std::uint64_t bytes_total_ = 0;
    bool has_pipe_ = false;
};

CaptureStream::CaptureStream(const std::vector<fs::path>& files)
    : impl_(std::make_unique<Impl>(files)) {}
CaptureStream::~CaptureStream() = default;

bool CaptureStream::next(CapturedPacket* packet) {
    return impl_->next(packet);
}

std::uint64_t CaptureStream::frames() const {
    return impl_->frames();
}
std::uint64_t CaptureStream::dropped() const {
    return impl_->dropped();
}
std::optional<Time> CaptureStream::recordedUntil() const {
    return impl_->recordedUntil();
}
std::vector<RecordedInterface> CaptureStream::interfaces() const {
    return impl_->interfaces();
}
std::uint64_t CaptureStream::bytesRead() const {
    return impl_->bytesRead();
}
std::uint64_t CaptureStream::bytesTotal() const {
    return impl_->bytesTotal();
}
const std::vector<FileProblem>& CaptureStream::problems() const {
    return impl_->problems();
}

}  // namespace finrst
