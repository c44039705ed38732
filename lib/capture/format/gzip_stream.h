// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <span>

namespace finrst {

/// Unpacks gzip (RFC 1952), several members one behind the other included, in constant memory.
class Inflater {
  public:
    enum class State : std::uint8_t {
        kMore,       ///< wants more input or more room
        kMemberEnd,  ///< a member is whole, its checksum is right; `restart` for the next one
        kDamaged,
        kNoMemory,
    };
    struct Step {
        std::size_t consumed;
        std::size_t produced;
        State state;
    };

    Inflater();
    ~Inflater();
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    Step step(std::span<const std::uint8_t> packed, std::span<std::uint8_t> room);
    void restart();

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
