// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "packet/packet_layers.h"

#include <compare>
#include <list>
#include <map>
#include <vector>

namespace finrst {

/// Puts fragments of IP together again, within bounds: where too much is open, the oldest is given
/// up.
class Reassembly {
  public:
    /// `packet`, of `frames`, holds `fragment` to its last octet. The whole packet, as it was
    /// before it was fragmented, beginning with its IP header, when this was the last piece that
    /// was missing; valid until the next call. Then `frames` are those of all pieces. Else nothing.
    ByteView add(ByteView packet, const Fragment& fragment, std::vector<std::uint64_t>* frames);

  private:
    /// RFC 791, 3.2; RFC 8200, 4.5: fragments with the same are of one packet.
    struct Key {
        std::array<std::uint8_t, 32> addresses{};
        std::uint32_t id = 0;
        std::uint8_t protocol = 0;
        bool is_v6 = false;
        // The compiler's own code compares with 0.
        friend auto operator<=>(const Key&,
                                const Key&) = default;  // NOLINT(modernize-use-nullptr)
    };
    struct Range {
        std::uint32_t begin;
        std::uint32_t end;
    };
    struct Packet {
        std::vector<std::uint8_t> data;
        std::vector<Range> ranges;  ///< of `data` that have come
        std::vector<std::uint64_t> frames;
        std::uint32_t size = 0;  ///< of all data; 0: not known yet
        std::list<Key>::iterator age;

        bool isWhole() const;
    };
    using Packets = std::map<Key, Packet>;

    static Key keyOf(ByteView packet, const Fragment& fragment);
    Packet& packetOf(const Key& key);
    void forget(Packets::iterator packet);
    void makeWhole(ByteView packet, const Fragment& fragment, ByteView data);

    Packets packets_;
    std::list<Key> by_age_;
    std::size_t octets_ = 0;
    std::vector<std::uint8_t> whole_;
};

}  // namespace finrst
