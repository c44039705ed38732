// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/block.h"
#include "writer/kept_contents.h"

#include <cstdint>
#include <vector>

namespace finrst {

/// Copies a Name Resolution Block (draft-ietf-opsawg-pcapng 4.5) into `to`, which it replaces: the
/// names of IPv4 and IPv6 addresses, of those that `kept` has if it is not null, without options.
/// Returns how many addresses these are. The block must be sound (block_check.h).
std::size_t copyNames(const Block& block, const KeptContents* kept, std::vector<std::uint8_t>* to);

/// Copies a Decryption Secrets Block (4.7) into `to`, which it replaces: the lines of a TLS key log
/// that are of connections that `kept` has; no other kind of secrets. Returns how many lines these
/// are. The block must be sound.
std::size_t copySecrets(const Block& block, const KeptContents& kept,
                        std::vector<std::uint8_t>* to);

}  // namespace finrst
