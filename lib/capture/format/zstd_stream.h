// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/unpacker.h"

#include <zstd.h>

namespace finrst {

/// Unpacks zstd (RFC 8878).
class ZstdUnpacker final : public Unpacker {
  public:
    ZstdUnpacker() : stream_(ZSTD_createDStream()) {}
    ~ZstdUnpacker() override { ZSTD_freeDStream(stream_); }

    Step step(std::span<const std::uint8_t> packed, std::span<std::uint8_t> room) override;
    /// zstd goes on by itself.
    void restart() override {}
    /// A frame of data, or one to be skipped (3.1.2).
    bool beginsMember(std::uint8_t first) const override {
        return first == 0x28 || first >> 4 == 5;
    }
    const char* format() const override { return "zstd"; }

  private:
    ZSTD_DStream* stream_;
};

}  // namespace finrst
