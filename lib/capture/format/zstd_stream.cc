// SPDX-License-Identifier: GPL-2.0-or-later
#include "format/zstd_stream.h"

#include <zstd_errors.h>

namespace finrst {

Unpacker::Step ZstdUnpacker::step(std::span<const std::uint8_t> packed,
                                  std::span<std::uint8_t> room) {
    if (stream_ == nullptr) return {0, 0, State::kNoMemory};
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    ZSTD_outBuffer out{room.data(), room.size(), 0};
    const std::size_t code = ZSTD_decompressStream(stream_, &out, &in);
    Step step{in.pos, out.pos, State::kMore};
    if (code == 0) step.state = State::kMemberEnd;
    if (ZSTD_isError(code) != 0) {
        const bool is_memory = ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation;
        step.state = is_memory ? State::kNoMemory : State::kDamaged;
    }
    return step;
}

}  // namespace finrst
