// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/captured_packet.h"
#include "capture/recorded_interface.h"
#include "capture/status.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace finrst {

/// Why a capture was not read to its end.
struct FileProblem {
    std::filesystem::path file;
    std::uint64_t frames = 0;  ///< that were read of it before
    bool was_read = false;     ///< false: it could not be opened, or is no capture
    bool is_cut_short =
        false;      ///< it ends in the middle of a packet, as where a capture was stopped
    Status status;  ///< not ok, with the place, unless it is only cut short
};

/// Captures as one stream of packets in order of time: pcap and pcapng, plain or packed with gzip,
/// zstd or lz4. Needs the same memory for files of any size. Of each file the packets stay in their
/// order; of two files, that comes first whose next packet is older, and at equal times the one
/// that was named first. A file is open only while its time has come, so that a ring may have any
/// number of files; a pipe is opened at once.
class CaptureStream {
  public:
    /// "-" is standard input.
    explicit CaptureStream(const std::vector<std::filesystem::path>& files);
    ~CaptureStream();
    CaptureStream(const CaptureStream&) = delete;
    CaptureStream& operator=(const CaptureStream&) = delete;

    /// The next packet, valid until the next call. False when there are no more: `problems` says
    /// whether that is all there was.
    bool next(CapturedPacket* packet);
    /// Frames so far, as Wireshark counts them: with those that are no packets.
    std::uint64_t frames() const;
    /// Packets that were not captured, as far as the files that were read to their end say so.
    std::uint64_t dropped() const;
    /// When the recorder of the only file stopped, if it says so, and counts what it dropped; comes
    /// behind the end.
    std::optional<Time> recordedUntil() const;
    /// Those of the last section of the only file; comes behind the end.
    std::vector<RecordedInterface> interfaces() const;
    /// Octets of the files, as they lie on the disk, that were read; and of how many (0: not known,
    /// as of a pipe).
    std::uint64_t bytesRead() const;
    std::uint64_t bytesTotal() const;
    /// Of the files that are not whole; a file that is damaged ends there, and others go on.
    const std::vector<FileProblem>& problems() const;

  private:
    class Source;
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace finrst
