// SPDX-License-Identifier: GPL-2.0-or-later
#include "capture/siphash.h"

#include "analysis/sip_hash.h"
#include "format/byte_order.h"

namespace finrst {

std::uint64_t sipHash(const SipHashKey& key, std::span<const std::uint8_t> message) {
    const auto k0 = load<std::uint64_t>(key.data(), ByteOrder::kLittle);
    const auto k1 = load<std::uint64_t>(key.data() + 8, ByteOrder::kLittle);
    SipHash<2, 4> hash(k0, k1);
    std::size_t i = 0;
    for (; i + 8 <= message.size(); i += 8) {
        hash.take(load<std::uint64_t>(message.data() + i, ByteOrder::kLittle));
    }
    std::uint64_t last = std::uint64_t{message.size()} << 56;
    for (std::size_t shift = 0; i < message.size(); ++i, shift += 8) {
        last |= std::uint64_t{message[i]} << shift;
    }
    return hash.finish(last);
}

}  // namespace finrst
