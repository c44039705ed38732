// SPDX-License-Identifier: GPL-2.0-or-later
#include "reader/reassembly.h"

#include <algorithm>
#include <utility>

namespace finrst {

namespace {

constexpr std::size_t kMostPackets = 1024;
constexpr std::size_t kMostOctets = std::size_t{8} << 20;
constexpr std::uint32_t kLargestPacket = 65535;  // RFC 791, 3.1

}  // namespace

bool Reassembly::Packet::isWhole() const {
    if (size == 0) return false;
    std::uint32_t end = 0;
    for (const Range& range : ranges) {
        if (range.begin > end) return false;
        end = std::max(end, range.end);
    }
    return end >= size;
}

Reassembly::Key Reassembly::keyOf(ByteView packet, const Fragment& fragment) {
    Key key;
    const std::size_t from = fragment.ip + (fragment.is_v6 ? 8u : 12u);
    std::copy_n(packet.begin() + static_cast<std::ptrdiff_t>(from), fragment.is_v6 ? 32 : 8,
                key.addresses.begin());
    key.id = fragment.id;
    key.protocol = fragment.is_v6 ? std::uint8_t{0} : fragment.protocol;
    key.is_v6 = fragment.is_v6;
    return key;
}

void Reassembly::forget(Packets::iterator packet) {
    octets_ -= packet->second.data.size();
    by_age_.erase(packet->second.age);
    packets_.erase(packet);
}

Reassembly::Packet& Reassembly::packetOf(const Key& key) {
    const auto known = packets_.find(key);
    if (known != packets_.end()) return known->second;
    while (packets_.size() >= kMostPackets || octets_ > kMostOctets) {
        forget(packets_.find(by_age_.front()));
    }
    Packet& packet = packets_[key];
    packet.age = by_age_.insert(by_age_.end(), key);
    return packet;
}

ByteView Reassembly::add(ByteView packet, const Fragment& fragment,
                         std::vector<std::uint64_t>* frames) {
    const std::uint32_t size = fragment.end - fragment.begin;
    const std::uint32_t end = fragment.place + size;
    if (size == 0 || end > kLargestPacket) return {};
    const Key key = keyOf(packet, fragment);
    Packet& parts = packetOf(key);
    if (parts.data.size() < end) {
        octets_ += end - parts.data.size();
        parts.data.resize(end);
    }
    std::copy_n(packet.begin() + fragment.begin, size, parts.data.begin() + fragment.place);
    const auto behind = std::find_if(parts.ranges.begin(), parts.ranges.end(),
                                     [&](auto& range) { return range.begin > fragment.place; });
    parts.ranges.insert(behind, {fragment.place, end});
    if (fragment.is_last) parts.size = end;
    parts.frames.insert(parts.frames.end(), frames->begin(), frames->end());
    if (!parts.isWhole()) return {};
    *frames = std::move(parts.frames);
    makeWhole(packet, fragment, ByteView(parts.data).first(parts.size));
    forget(packets_.find(key));
    return whole_;
}

/// The headers are those of the fragment that came last.
void Reassembly::makeWhole(ByteView packet, const Fragment& fragment, ByteView data) {
    const ByteView headers = packet.subspan(fragment.ip, fragment.unfragmented_end - fragment.ip);
    whole_.assign(headers.begin(), headers.end());
    whole_.insert(whole_.end(), data.begin(), data.end());
    whole_[fragment.protocol_at - fragment.ip] = fragment.protocol;
    // A length of 0: as long as the packet is.
    if (fragment.is_v6) {
        store(whole_.data() + 4, std::uint16_t{0}, ByteOrder::kBig);
    } else {
        constexpr std::uint8_t kDontFragment = 0x40;
        store(whole_.data() + 2, std::uint16_t{0}, ByteOrder::kBig);
        whole_[6] &= kDontFragment;
        whole_[7] = 0;
    }
}

}  // namespace finrst
