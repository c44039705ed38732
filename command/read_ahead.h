// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/segment.h"
#include "capture/segment_decoder.h"
#include "input.h"
#include "packet_filter.h"

#include <array>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace finrst {

/// A segment, and its frame, of which there may be more than a segment can count.
struct NumberedSegment {
    Segment segment;
    std::uint64_t frame;
};

/// Reads, filters and decodes packets in a thread of its own, ahead of who analyses their segments:
/// on two processors, both take less time together.
class ReadAhead {
  public:
    /// `most`: how many packets, of those that the filter lets pass. While this lives, input and
    /// filter are the thread's.
    ReadAhead(Input& input, PacketFilter& filter, std::uint64_t most);
    ReadAhead(const ReadAhead&) = delete;
    ReadAhead& operator=(const ReadAhead&) = delete;
    ~ReadAhead();

    /// The next segments, valid until the next call; none: there are no more. Throws what the
    /// thread threw.
    std::span<NumberedSegment> next();

  private:
    struct Batch {
        std::vector<NumberedSegment> segments;
        std::deque<std::string> texts;  ///< of RSTs: packets are gone by then
    };

    void run();
    void readAll();
    /// Null where nobody waits for more.
    Batch* waitForRoom();
    /// False where it is the last one.
    bool fill(SegmentDecoder& decoder, Batch& batch);

    Input& input_;
    PacketFilter& filter_;
    std::uint64_t left_;  // packets

    std::array<Batch, 4> batches_;
    std::mutex mutex_;  // of what follows
    std::condition_variable changed_;
    std::uint64_t filled_ = 0;  // batches
    std::uint64_t emptied_ = 0;
    bool is_over_ = false;
    bool is_abandoned_ = false;
    std::exception_ptr failure_;

    bool holds_one_ = false;  // who analyses
    std::thread thread_;      // last: it begins when all else is there
};

}  // namespace finrst
