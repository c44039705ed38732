// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "analysis/capture_analysis.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace finrst {

/// What a host showed of itself in a handshake.
struct HandshakeOfHost {
    std::uint32_t host = 0;  ///< index
    std::uint8_t ttl = 0;
    bool answers = false;  ///< it is the server

    // The compiler's own code compares with 0.
    friend auto operator<=>(const HandshakeOfHost&,
                            const HandshakeOfHost&) = default;  // NOLINT(modernize-use-nullptr)
};

/// So many segments, from its first, are a connection's handshake.
inline constexpr std::size_t kHandshake = 3;

/// What the verdict on a reset rests on beyond its own connection. An excerpt that lacks it says
/// something else when it is read.
struct Witnesses {
    /// The connection before on the same ports, and the same one under another address, by index;
    /// kNoIndex: none.
    std::array<std::uint32_t, 2> connections;
    std::optional<HandshakeOfHost> handshake;
};

Witnesses witnessesOf(const CaptureAnalysis& analysis, const Reset& reset);

/// The connection begins with such a handshake.
bool shows(const Connection& connection, const HandshakeOfHost& handshake);
/// The same of the connection of that index, which stays a lone SYN if it is one.
bool shows(const Connections& connections, std::uint32_t index, const HandshakeOfHost& handshake);

}  // namespace finrst
