// SPDX-License-Identifier: GPL-2.0-or-later
#include "format/unpacker.h"

#include "format/byte_order.h"
#include "format/gzip_stream.h"
#include "format/lz4_stream.h"
#include "format/zstd_stream.h"

namespace finrst {

std::unique_ptr<Unpacker> makeUnpacker(std::span<const std::uint8_t> begin) {
    constexpr std::uint16_t kGzip = 0x1f8b;      // RFC 1952, 2.3.1
    constexpr std::uint32_t kZstd = 0xfd2fb528;  // RFC 8878, 3.1.1
    constexpr std::uint32_t kLz4 = 0x184d2204;   // lz4's doc/lz4_Frame_format.md
    if (begin.size() < kPackedMagicSize) return nullptr;
    if (loadNet16(begin.data()) == kGzip) return std::make_unique<Inflater>();
    const auto magic = load<std::uint32_t>(begin.data(), ByteOrder::kLittle);
    if (magic == kZstd) return std::make_unique<ZstdUnpacker>();
    if (magic == kLz4) return std::make_unique<Lz4Unpacker>();
    return nullptr;
}

}  // namespace finrst
