// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/unpacker.h"

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <span>

namespace finrst {

/// Unpacks gzip (RFC 1952), several members one behind the other included, in constant memory.
class Inflater final : public Unpacker {
  public:
    Inflater();
    ~Inflater() override;

    Step step(std::span<const std::uint8_t> packed, std::span<std::uint8_t> room) override;
    void restart() override;
    bool beginsMember(std::uint8_t first) const override { return first == 0x1f; }
    const char* format() const override { return "gzip"; }

  private:
    z_stream stream_{};
    bool ready_;
};

/// Packs into one gzip member.
class Deflater {
  public:
    struct Step {
        std::size_t consumed;
        std::size_t produced;
        bool ended;  ///< only after `last`: the member is whole
        bool failed;
    };

    Deflater();
    ~Deflater();
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;

    /// `last`: no input comes after this one; call again until `ended`.
    Step step(std::span<const std::uint8_t> plain, std::span<std::uint8_t> room, bool last);

  private:
    z_stream stream_{};
    bool ready_;
};

}  // namespace finrst
