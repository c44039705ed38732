// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace finrst {

/// Unpacks a stream of one or more members (gzip's word; zstd and lz4 have frames), in constant
/// memory.
class Unpacker {
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

    Unpacker() = default;
    virtual ~Unpacker() = default;
    Unpacker(const Unpacker&) = delete;
    Unpacker& operator=(const Unpacker&) = delete;

    virtual Step step(std::span<const std::uint8_t> packed, std::span<std::uint8_t> room) = 0;
    virtual void restart() = 0;
    /// Whether a member may begin with that octet.
    virtual bool beginsMember(std::uint8_t first) const = 0;
    /// What the format is called.
    virtual const char* format() const = 0;
};

/// How many octets `makeUnpacker` wants to see.
constexpr std::size_t kPackedMagicSize = 4;

/// What unpacks a file that begins like that: gzip (RFC 1952), zstd (RFC 8878) or lz4's frames;
/// null where it is not packed.
std::unique_ptr<Unpacker> makeUnpacker(std::span<const std::uint8_t> begin);

}  // namespace finrst
