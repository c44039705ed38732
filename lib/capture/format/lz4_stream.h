// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/unpacker.h"

#include <lz4frame.h>

namespace finrst {

/// Unpacks lz4's frames.
class Lz4Unpacker final : public Unpacker {
  public:
    Lz4Unpacker();
    ~Lz4Unpacker() override { LZ4F_freeDecompressionContext(context_); }

    Step step(std::span<const std::uint8_t> packed, std::span<std::uint8_t> room) override;
    void restart() override { LZ4F_resetDecompressionContext(context_); }
    /// A frame of data, or one to be skipped.
    bool beginsMember(std::uint8_t first) const override {
        return first == 0x04 || first >> 4 == 5;
    }
    const char* format() const override { return "lz4"; }

  private:
    LZ4F_dctx* context_ = nullptr;
};

}  // namespace finrst
