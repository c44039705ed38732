// SPDX-License-Identifier: GPL-2.0-or-later
#include "read_ahead.h"

#include <cstddef>
#include <optional>

namespace finrst {

namespace {

/// Of a batch: so many that to wake the other thread does not count.
constexpr std::size_t kSegments = 4096;

}  // namespace

ReadAhead::ReadAhead(Input& input, PacketFilter& filter, std::uint64_t most)
    : input_(input), filter_(filter), left_(most), thread_([this] { run(); }) {}

ReadAhead::~ReadAhead() {
    {
        const std::lock_guard lock(mutex_);
        is_abandoned_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

std::span<NumberedSegment> ReadAhead::next() {
    std::unique_lock lock(mutex_);
    if (holds_one_) {
        ++emptied_;
        changed_.notify_one();
    }
    changed_.wait(lock, [this] { return filled_ > emptied_ || is_over_; });
    holds_one_ = filled_ > emptied_;
    if (holds_one_) return batches_[emptied_ % batches_.size()].segments;
    if (failure_) std::rethrow_exception(failure_);
    return {};
}

void ReadAhead::run() {
    std::exception_ptr failure;
    try {
        readAll();
    } catch (...) {
        failure = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    failure_ = failure;
    is_over_ = true;
    changed_.notify_one();
}

void ReadAhead::readAll() {
    SegmentDecoder decoder;
    for (bool more = true; more;) {
        Batch* batch = waitForRoom();
        if (batch == nullptr) return;
        more = fill(decoder, *batch);
        if (batch->segments.empty()) return;
        const std::lock_guard lock(mutex_);
        ++filled_;
        changed_.notify_one();
    }
}

ReadAhead::Batch* ReadAhead::waitForRoom() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return filled_ - emptied_ < batches_.size() || is_abandoned_; });
    return is_abandoned_ ? nullptr : &batches_[filled_ % batches_.size()];
}

bool ReadAhead::fill(SegmentDecoder& decoder, Batch& batch) {
    batch.segments.clear();
    batch.texts.clear();
    CapturedPacket packet;
    while (batch.segments.size() < kSegments) {
        if (left_ == 0 || input_.next(&packet) == Input::Next::kEnd) return false;
        if (!filter_.matches(packet)) continue;
        --left_;
        auto& [segment, frame] = batch.segments.emplace_back();
        if (!decoder.decode(packet, &segment)) {
            batch.segments.pop_back();
            continue;
        }
        frame = packet.frame;
        if (segment.reset_text.empty()) continue;
        segment.reset_text = batch.texts.emplace_back(segment.reset_text);
    }
    return true;
}

}  // namespace finrst
