// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet/header_options.h"

namespace finrst {

namespace {

constexpr std::uint32_t kV4 = AddressMap::kV4Size;
constexpr std::uint32_t kV6 = AddressMap::kV6Size;

/// RFC 791, 3.1.
void editRoute(HeaderEditor& packet, std::uint32_t option, std::uint32_t length) {
    std::uint32_t i = 3;
    for (; i + kV4 <= length; i += kV4) packet.replaceV4(option + i);
    packet.clear(option + i, option + length);
}

/// RFC 791, 3.1: times alone, or each behind an address.
void editTimestamps(HeaderEditor& packet, std::uint32_t option, std::uint32_t length) {
    if (length < 4) return packet.clear(option + 2, option + length);
    const int flag = packet.at(option + 3) & 0x0f;
    if (flag == 0) return;
    if (flag != 1 && flag != 3) return packet.clear(option + 4, option + length);
    std::uint32_t i = 4;
    for (; i + 2 * kV4 <= length; i += 2 * kV4) packet.replaceV4(option + i);
    packet.clear(option + i, option + length);
}

void editIpv4Option(HeaderEditor& packet, std::uint32_t option, std::uint32_t length) {
    switch (packet.at(option)) {
        case 7:    // record route
        case 131:  // loose source route
        case 137:  // strict source route
            return editRoute(packet, option, length);
        case 68:
            return editTimestamps(packet, option, length);
        case 148:  // router alert, RFC 2113
            return;
        default:
            packet.clear(option + 2, option + length);
    }
}

/// RFC 8684, 3.4.1: the length tells whether there are an IPv4 or an IPv6 address, a port, and the
/// check value of them.
void editAddAddress(HeaderEditor& packet, std::uint32_t option, std::uint32_t length) {
    constexpr std::uint32_t kHead = 4;
    constexpr std::uint32_t kCheckValue = 8;
    const bool has_v6 = length >= kHead + kV6;
    const std::uint32_t address = option + kHead;
    const std::uint32_t behind = address + (has_v6 ? kV6 : kV4);
    if (length < kHead + kV4) return packet.clear(address, option + length);
    if (has_v6) {
        packet.replaceV6(address);
    } else {
        packet.replaceV4(address);
    }
    const std::uint32_t more = option + length - behind;
    const bool has_port = more == 2 || more == 2 + kCheckValue;
    packet.clear(behind + (has_port ? 2 : 0), option + length);
}

/// RFC 8684, 3.1: the checksum of the data is behind both keys and the data's length.
void editCapable(HeaderEditor& packet, std::uint32_t option, std::uint32_t length) {
    constexpr std::uint32_t kWithoutChecksum = 22;
    if (length > kWithoutChecksum) packet.clear(option + kWithoutChecksum, option + length);
}

/// RFC 8684, 3.3.1: the checksum of the data, if there is one, is at the end.
void editDataSequence(HeaderEditor& packet, std::uint32_t option, std::uint32_t length) {
    if (length < 4) return packet.clear(option + 2, option + length);
    const int flags = packet.at(option + 3);
    std::uint32_t size = 4;
    if ((flags & 0x01) != 0) size += (flags & 0x02) != 0 ? 8 : 4;              // data ACK
    if ((flags & 0x04) != 0) size += ((flags & 0x08) != 0 ? 8u : 4u) + 4 + 2;  // mapping
    packet.clear(option + size, option + length);
}

void editMptcp(HeaderEditor& packet, std::uint32_t option, std::uint32_t length) {
    constexpr int kCapable = 0;
    constexpr int kDataSequence = 2;
    constexpr int kAddAddress = 3;
    constexpr int kLastKnown = 8;  // MP_TCPRST
    const int subtype = length > 2 ? packet.at(option + 2) >> 4 : kLastKnown + 1;
    if (subtype == kCapable) return editCapable(packet, option, length);
    if (subtype == kDataSequence) return editDataSequence(packet, option, length);
    if (subtype == kAddAddress) return editAddAddress(packet, option, length);
    if (subtype > kLastKnown) packet.clear(option + 2, option + length);
}

void editTcpOption(HeaderEditor& packet, std::uint32_t option, std::uint32_t length) {
    switch (packet.at(option)) {
        case 2:  // maximum segment size
        case 3:  // window scale
        case 4:  // SACK permitted
        case 5:  // SACK
        case 8:  // timestamps
            return;
        case 30:
            return editMptcp(packet, option, length);
        default:
            packet.clear(option + 2, option + length);
    }
}

/// RFC 8200, 4.2.
void editIpv6Option(HeaderEditor& packet, std::uint32_t option, std::uint32_t length) {
    constexpr std::uint8_t kRouterAlert = 5;  // RFC 2711
    constexpr std::uint8_t kJumbo = 0xc2;     // RFC 2675
    const std::uint8_t type = packet.at(option);
    if (type != kRouterAlert && type != kJumbo) packet.clear(option + 2, option + length);
}

/// How a family of options is coded.
struct Coding {
    std::uint8_t single;      ///< the option that is one octet long
    int end;                  ///< the option that ends them; -1: none does
    std::uint32_t uncounted;  ///< octets that the length does not count
    void (*edit)(HeaderEditor& packet, std::uint32_t option, std::uint32_t length);
};

void editOptions(HeaderEditor& packet, std::uint32_t begin, std::uint32_t end,
                 const Coding& coding) {
    std::uint32_t i = begin;
    while (i < end && packet.at(i) != coding.end) {
        if (packet.at(i) == coding.single) {
            ++i;
            continue;
        }
        const std::uint32_t length = i + 1 < end ? packet.at(i + 1) + coding.uncounted : 0;
        if (length < 2 || length > end - i) break;
        coding.edit(packet, i, length);
        i += length;
    }
    packet.clear(i + 1, end);
}

}  // namespace

void editIpv4Options(HeaderEditor& packet, std::uint32_t begin, std::uint32_t end) {
    editOptions(packet, begin, end, {1, 0, 0, editIpv4Option});
}

void editIpv6Options(HeaderEditor& packet, std::uint32_t begin, std::uint32_t end) {
    editOptions(packet, begin, end, {0, -1, 2, editIpv6Option});
}

void editTcpOptions(HeaderEditor& packet, std::uint32_t begin, std::uint32_t end) {
    editOptions(packet, begin, end, {1, 0, 0, editTcpOption});
}

}  // namespace finrst
