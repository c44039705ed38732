// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/sample.h"

#include "analysis/tcp_header.h"
#include "support/packet_list.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace finrst {

namespace {

using Octets = std::span<const std::uint8_t>;

constexpr std::size_t kEthernet = 14;
constexpr std::size_t kIpv6 = 40;
constexpr std::uint8_t kTcpProtocol = 6;

std::uint16_t at16(Octets octets, std::size_t i) {
    return static_cast<std::uint16_t>(octets[i] << 8 | octets[i + 1]);
}
std::uint32_t at32(Octets octets, std::size_t i) {
    return std::uint32_t{at16(octets, i)} << 16 | at16(octets, i + 2);
}

/// Returns the segment's octets, padding left out; none where the packet is no TCP.
Octets readIpv4(Octets ip, Segment& segment) {
    if (ip.size() < 20 || ip[9] != kTcpProtocol) return {};
    segment.source = Address::fromV4(&ip[12]);
    segment.destination = Address::fromV4(&ip[16]);
    segment.ip.tos = ip[1];
    segment.ip.id = at16(ip, 4);
    segment.ip.dont_fragment = (ip[6] & 0x40) != 0;
    segment.ip.ttl = ip[8];
    const std::size_t header = (ip[0] & 0x0f) * 4u;
    return ip.subspan(header, at16(ip, 2) - header);
}

Octets readIpv6(Octets ip, Segment& segment) {
    if (ip.size() < kIpv6 || ip[6] != kTcpProtocol) return {};
    segment.source = Address::fromV6(&ip[8]);
    segment.destination = Address::fromV6(&ip[24]);
    segment.ip.tos = static_cast<std::uint8_t>(at16(ip, 0) >> 4);
    segment.ip.flow_label = at32(ip, 0) & 0xfffff;
    segment.ip.ttl = ip[7];
    return ip.subspan(kIpv6, at16(ip, 4));
}

}  // namespace

std::vector<std::filesystem::path> samples() {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(FINRST_SAMPLES)) {
        if (entry.path().extension() == ".pcapng") found.push_back(entry.path());
    }
    const auto by_name = [](const auto& a, const auto& b) { return a.filename() < b.filename(); };
    std::sort(found.begin(), found.end(), by_name);
    return found;
}

std::vector<Segment> readSegments(const std::filesystem::path& sample) {
    std::ifstream file(sample, std::ios::binary);
    const std::vector<std::uint8_t> octets{std::istreambuf_iterator<char>(file), {}};
    const auto packets = listPackets(octets);
    if (!packets) throw std::runtime_error("no capture: " + sample.string());
    std::vector<Segment> segments;
    std::uint32_t frame = 0;
    for (const Packet& packet : *packets) {
        Segment segment;
        segment.frame = ++frame;
        segment.time = Time(Duration(packet.time));  // the lab's captures count nanoseconds
        segment.ip.known = true;
        const bool v6 = at16(packet.data, kEthernet - 2) == 0x86dd;
        const Octets ip = packet.data.subspan(kEthernet);
        const Octets tcp = v6 ? readIpv6(ip, segment) : readIpv4(ip, segment);
        if (!readTcpHeader(tcp, static_cast<std::uint32_t>(tcp.size()), &segment)) continue;
        segment.reset_text = {};  // which would end with the file's octets
        segments.push_back(segment);
    }
    return segments;
}

}  // namespace finrst
