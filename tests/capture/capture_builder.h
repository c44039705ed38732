// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "format/byte_order.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace finrst {

using Bytes = std::vector<std::uint8_t>;

inline Bytes bytesOf(const std::string& text) {
    return {text.begin(), text.end()};
}

inline Bytes& operator+=(Bytes& to, const Bytes& more) {
    to.insert(to.end(), more.begin(), more.end());
    return to;
}

inline Bytes operator+(Bytes to, const Bytes& more) {
    return to += more;
}

template <typename Number>
Bytes number(Number value, ByteOrder order) {
    Bytes bytes(sizeof value);
    store(bytes.data(), value, order);
    return bytes;
}

/// Builds pcapng files octet by octet, without any code of the library under test.
class PcapngBuilder {
  public:
    explicit PcapngBuilder(ByteOrder order = ByteOrder::kLittle) : order_(order) {}

    using Options = std::vector<std::pair<std::uint16_t, Bytes>>;

    Bytes options(const Options& list, bool ends = true) const {
        Bytes bytes;
        for (const auto& [code, value] : list) {
            bytes +=
                number(code, order_) + number(static_cast<std::uint16_t>(value.size()), order_);
            bytes += padded(value, 0);
        }
        if (ends && !list.empty()) bytes += number(std::uint32_t{0}, order_);
        return bytes;
    }
    Bytes block(std::uint32_t type, const Bytes& body) const {
        const Bytes whole = padded(body, 0);
        const auto size = number(static_cast<std::uint32_t>(whole.size() + 12), order_);
        return number(type, order_) + size + whole + size;
    }
    Bytes section(const Options& list = {}, std::uint64_t length = ~std::uint64_t{0}) const {
        return block(0x0a0d0d0a,
                     n32(0x1a2b3c4d) + n16(1) + n16(0) + number(length, order_) + options(list));
    }
    Bytes interface(std::uint16_t link_type = 1, std::uint32_t snaplen = 262144,
                    const Options& list = {}) const {
        return block(1, n16(link_type) + n16(0) + n32(snaplen) + options(list));
    }
    /// `padding`: what the octets behind the data are filled with.
    Bytes packet(const Bytes& data, const Bytes& option_bytes = {}, std::uint32_t interface_id = 0,
                 std::uint32_t wire_length = 0, std::uint8_t padding = 0) const {
        const auto captured = static_cast<std::uint32_t>(data.size());
        return block(6, n32(interface_id) + n32(0x0005e3a1) + n32(0x12345678) + n32(captured) +
                            n32(wire_length == 0 ? captured : wire_length) + padded(data, padding) +
                            option_bytes);
    }
    Bytes oldPacket(const Bytes& data, const Bytes& option_bytes = {}) const {
        const auto captured = static_cast<std::uint32_t>(data.size());
        return block(2, n16(0) + n16(7) + n32(0x0005e3a1) + n32(0x12345678) + n32(captured) +
                            n32(captured + 100) + padded(data, 0) + option_bytes);
    }
    Bytes simplePacket(const Bytes& data, std::uint32_t wire_length) const {
        return block(3, n32(wire_length) + data);
    }
    Bytes names() const {
        Bytes record = {10, 0, 0, 1};
        record += bytesOf("web.example") + Bytes{0};
        return block(4, n16(1) + n16(static_cast<std::uint16_t>(record.size())) +
                            padded(record, 0) + n32(0) + options({{2, bytesOf("dns.example")}}));
    }
    Bytes statistics() const {
        return block(5, n32(0) + n32(0x0005e3a1) + n32(1) +
                            options({{4, number(std::uint64_t{1000}, order_)},
                                     {5, number(std::uint64_t{3}, order_)}}));
    }
    Bytes secrets() const {
        const Bytes keys = bytesOf("CLIENT_RANDOM 00 11");
        return block(10, n32(0x544c534b) + n32(static_cast<std::uint32_t>(keys.size())) + keys);
    }
    Bytes custom(bool may_be_copied = true) const {
        return block(may_be_copied ? 0xbad : 0x40000bad, n32(32473) + bytesOf("anything at all"));
    }
    Bytes unknown() const { return block(0x7777, bytesOf("what nobody knows")); }

    static Bytes padded(Bytes bytes, std::uint8_t fill) {
        bytes.resize((bytes.size() + 3) / 4 * 4, fill);
        return bytes;
    }
    Bytes n16(std::uint16_t value) const { return number(value, order_); }
    Bytes n32(std::uint32_t value) const { return number(value, order_); }

  private:
    ByteOrder order_;
};

/// Builds pcap files.
class PcapBuilder {
  public:
    explicit PcapBuilder(ByteOrder order = ByteOrder::kLittle) : order_(order) {}

    Bytes header(std::uint32_t magic = 0xa1b2c3d4, std::uint32_t network = 1,
                 std::uint32_t snaplen = 262144, std::uint16_t minor = 4) const {
        return n32(magic) + number(std::uint16_t{2}, order_) + number(minor, order_) + n32(0) +
               n32(0) + n32(snaplen) + n32(network);
    }
    Bytes record(const Bytes& data, std::uint32_t seconds = 1700000000,
                 std::uint32_t fraction = 123456, std::uint32_t wire_length = 0) const {
        const auto captured = static_cast<std::uint32_t>(data.size());
        return n32(seconds) + n32(fraction) + n32(captured) +
               n32(wire_length == 0 ? captured : wire_length) + data;
    }

  private:
    Bytes n32(std::uint32_t value) const { return number(value, order_); }

    ByteOrder order_;
};

}  // namespace finrst
