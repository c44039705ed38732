// SPDX-License-Identifier: GPL-2.0-or-later
#include "capture/capture_stream.h"

#include "format/packet_reader.h"

#include <algorithm>
#include <optional>

namespace finrst {

namespace fs = std::filesystem;

/// One file, with its next packet.
class CaptureStream::Source {
  public:
    explicit Source(fs::path file) : file_(std::move(file)) {}

    /// Opens the file and reads its first packet, or the next one.
    void advance(std::vector<FileProblem>* problems) {
        Status status;
        if (!reader_) status = reader_.emplace().open(file_);
        const bool was_read = status.ok();
        Reading reading = Reading::kEnd;
        if (status.ok()) status = reader_->next(&packet_, &reading);
        if (status.ok() && reading == Reading::kItem) return;
        is_over_ = true;
        if (status.ok() && reading == Reading::kEnd) return;
        const bool is_cut_short = status.ok();
        problems->push_back({.file = file_,
                             .frames = reader_->frames(),
                             .was_read = was_read,
                             .is_cut_short = is_cut_short,
                             .status = std::move(status)});
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
    Time time() const { return packet_.time; }

  private:
    fs::path file_;
    std::optional<PacketReader> reader_;
    CapturedPacket packet_;
    bool is_over_ = false;
};

/// Behind `current_`, `waiting_` holds the other files by the time of their next packets, the
/// nearest last.
class CaptureStream::Impl {
  public:
    explicit Impl(const std::vector<fs::path>& files) {
        for (const fs::path& file : files) {
            auto source = std::make_unique<Source>(file);
            source->advance(&problems_);
            if (source->isOver()) continue;
            if (files.size() > 1 && source->isFile()) source->close();
            waiting_.push_back(std::move(source));
        }
        std::reverse(waiting_.begin(), waiting_.end());  // of equal times, the first is the nearest
        std::stable_sort(waiting_.begin(), waiting_.end(), isLater);
    }

    bool next(CapturedPacket* packet) {
        if (current_) current_->advance(&problems_);
        if (current_ && current_->isOver()) current_.reset();
        if (!current_ && waiting_.empty()) return false;
        if (!current_ || (!waiting_.empty() && waiting_.back()->time() < current_->time())) {
            changeSource();
        }
        *packet = current_->packet();
        packet->frame = ++frames_;
        return true;
    }

    const std::vector<FileProblem>& problems() const { return problems_; }

  private:
    using Pointer = std::unique_ptr<Source>;

    static bool isLater(const Pointer& a, const Pointer& b) { return a->time() > b->time(); }

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
    std::uint64_t frames_ = 0;
};

CaptureStream::CaptureStream(const std::vector<fs::path>& files)
    : impl_(std::make_unique<Impl>(files)) {}
CaptureStream::~CaptureStream() = default;

bool CaptureStream::next(CapturedPacket* packet) {
    return impl_->next(packet);
}

const std::vector<FileProblem>& CaptureStream::problems() const {
    return impl_->problems();
}

}  // namespace finrst
