// SPDX-License-Identifier: GPL-2.0-or-later
#include "format/lz4_stream.h"

namespace finrst {

Lz4Unpacker::Lz4Unpacker() {
    // After an error the context stays null, which `step` tells.
    static_cast<void>(LZ4F_createDecompressionContext(&context_, LZ4F_VERSION));
}

Unpacker::Step Lz4Unpacker::step(std::span<const std::uint8_t> packed,
                                 std::span<std::uint8_t> room) {
    if (context_ == nullptr) return {0, 0, State::kNoMemory};
    std::size_t consumed = packed.size(), produced = room.size();
    const std::size_t code =
        LZ4F_decompress(context_, room.data(), &produced, packed.data(), &consumed, nullptr);
    if (LZ4F_isError(code) != 0) return {0, 0, State::kDamaged};
    return {consumed, produced, code == 0 ? State::kMemberEnd : State::kMore};
}

}  // namespace finrst
