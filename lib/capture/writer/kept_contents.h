// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "capture/save.h"
#include "format/byte_order.h"

#include <string>
#include <unordered_set>

namespace finrst {

/// What the frames that a copy keeps are about, so that it carries no names and secrets of others.
class KeptContents {
  public:
    /// Reads a pcapng file for what the frames of the request have in them. Stops at damage, which
    /// copying will find, too.
    Status gather(const SaveRequest& request);

    /// `address` as in the packets, of 4 or 16 octets.
    bool hasAddress(ByteView address) const { return isIn(addresses_, address); }
    /// Whether a TLS connection with this random value of its client's hello is among them.
    bool hasClientRandom(ByteView random) const { return isIn(client_randoms_, random); }

  private:
    using Set = std::unordered_set<std::string>;

    static std::string keyOf(ByteView bytes) { return {bytes.begin(), bytes.end()}; }
    static bool isIn(const Set& set, ByteView bytes) { return set.contains(keyOf(bytes)); }
    void add(ByteView packet, std::uint32_t wire_length, std::uint32_t link_type);

    Set addresses_;
    Set client_randoms_;
};

}  // namespace finrst
