// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/status.h"
#include "format/byte_order.h"
#include "format/unpacker.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace finrst {

/// A file, read once from its begin to its end through one buffer, unpacked on the way when it is
/// gzip, zstd or lz4. The buffer grows with the largest piece that is asked for at once, never with
/// the file.
class InputStream {
  public:
    InputStream() = default;
    ~InputStream();
    InputStream(const InputStream&) = delete;
    InputStream& operator=(const InputStream&) = delete;

    /// Opens a file, no pipe.
    Status open(const std::filesystem::path& path);
    /// Opens a file, a pipe or a device; "-" is standard input. A signal that interrupts reading
    /// (its handler is without SA_RESTART) ends the content there.
    Status openAny(const std::filesystem::path& path);

    /// Makes `available()` hold at least `size` octets; fewer only where the content ends. What it
    /// returns stays valid until the next call.
    const Status& fill(std::size_t size) {
        return size <= end_ - begin_ ? kSuccess : fillFurther(size);
    }
    /// The content from `position()` on, as far as it is in the buffer. `fill` moves it.
    ByteView available() const { return {buffer_.data() + begin_, end_ - begin_}; }
    /// Goes on by `size` octets, which must be available.
    void consume(std::size_t size) {
        begin_ += size;
        position_ += size;
    }

    /// Octets of the content, unpacked, that were consumed.
    std::uint64_t position() const { return position_; }
    /// Octets of the file, as it lies on the disk, that were read; and how many it had at first (0
    /// of a pipe).
    std::uint64_t bytesRead() const { return bytes_read_; }
    std::uint64_t bytesTotal() const { return bytes_total_; }
    /// The file ends in the middle of packed data. Known once the content has ended.
    bool isCutShort() const { return cut_short_; }

  private:
    Status takeUp(int file, bool may_be_pipe);
    const Status& fillFurther(std::size_t size);
    Status readMore();
    Status unpackMore();
    Status readFile(std::uint8_t* room, std::size_t size, std::size_t* got);
    void makeRoom(std::size_t size);

    int file_ = -1;
    bool ends_by_signal_ = false;
    std::vector<std::uint8_t> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    bool at_end_ = false;
    Status failure_;  ///< behind what is available

    std::unique_ptr<Unpacker> unpacker_;
    std::vector<std::uint8_t> packed_;
    std::size_t packed_begin_ = 0;
    std::size_t packed_end_ = 0;
    bool between_members_ = false;
    bool cut_short_ = false;

    std::uint64_t position_ = 0;
    std::uint64_t bytes_read_ = 0;
    std::uint64_t bytes_total_ = 0;
};

}  // namespace finrst
