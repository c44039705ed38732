// SPDX-License-Identifier: GPL-2.0-or-later
#include "capture/siphash.h"

#include "format/byte_order.h"

#include <bit>

namespace finrst {

namespace {

struct State {
    std::uint64_t v0, v1, v2, v3;

    void round() {
        v0 += v1;
        v1 = std::rotl(v1, 13) ^ v0;
        v0 = std::rotl(v0, 32);
        v2 += v3;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 += v3;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 += v1;
        v1 = std::rotl(v1, 17) ^ v2;
        v2 = std::rotl(v2, 32);
    }

    void take(std::uint64_t word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
};

}  // namespace

std::uint64_t sipHash(const SipHashKey& key, std::span<const std::uint8_t> message) {
    const auto k0 = load<std::uint64_t>(key.data(), ByteOrder::kLittle);
    const auto k1 = load<std::uint64_t>(key.data() + 8, ByteOrder::kLittle);
    State state{k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261,
                k1 ^ 0x7465646279746573};
    std::size_t i = 0;
    for (; i + 8 <= message.size(); i += 8) {
        state.take(load<std::uint64_t>(message.data() + i, ByteOrder::kLittle));
    }
    std::uint64_t last = std::uint64_t{message.size()} << 56;
    for (std::size_t shift = 0; i < message.size(); ++i, shift += 8) {
        last |= std::uint64_t{message[i]} << shift;
    }
    state.take(last);
    state.v2 ^= 0xff;
    for (int i_round = 0; i_round < 4; ++i_round) state.round();
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

}  // namespace finrst
