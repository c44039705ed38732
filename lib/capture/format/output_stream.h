// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/status.h"
#include "format/byte_order.h"
#include "format/gzip_stream.h"
#include "writer/temporary_file.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace finrst {

/// Writes to a temporary file through one buffer, packed as gzip when the target's name ends in
/// ".gz". The target changes only in `finish`.
class OutputStream {
  public:
    Status open(const std::filesystem::path& target);
    Status write(ByteView bytes);
    /// Writes what is left and puts the file in its place.
    Status finish();

    /// Octets of content, before packing.
    std::uint64_t written() const { return written_; }

  private:
    Status flush();
    Status pack(ByteView bytes, bool last);

    TemporaryFile file_;
    std::vector<std::uint8_t> buffer_;
    std::unique_ptr<Deflater> deflater_;
    std::vector<std::uint8_t> packed_;
    std::uint64_t written_ = 0;
};

}  // namespace finrst
