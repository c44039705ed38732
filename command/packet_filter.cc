// SPDX-License-Identifier: GPL-2.0-or-later
#include "packet_filter.h"

#include "link_type.h"
#include "packet_library.h"

#include <algorithm>
#include <memory>

namespace finrst {

namespace {

constexpr int kSnapLength = 262'144;
constexpr std::uint32_t kEthernet = 1;  // LINKTYPE_ETHERNET, and DLT_EN10MB

struct Closing {
    void operator()(pcap_t* handle) const { pcap_close(handle); }
};

}  // namespace

PacketFilter::~PacketFilter() {
    for (auto& [link_type, program] : programs_) {
        if (program.compiled) pcap_freecode(&program.code);
    }
}

std::string PacketFilter::problem() {
    return expression_.empty() ? std::string() : programFor(kEthernet).problem;
}

PacketFilter::Program& PacketFilter::programFor(std::uint32_t link_type) {
    const auto [entry, is_new] = programs_.try_emplace(link_type);
    Program& program = entry->second;
    if (!is_new) return program;
    program.problem = missingPacketLibrary();
    if (!program.problem.empty()) return program;
    const std::unique_ptr<pcap_t, Closing> handle(pcap_open_dead(dltOf(link_type), kSnapLength));
    program.compiled = handle && pcap_compile(handle.get(), &program.code, expression_.c_str(), 1,
                                              PCAP_NETMASK_UNKNOWN) == 0;
    if (!program.compiled) program.problem = handle ? pcap_geterr(handle.get()) : "out of memory";
    return program;
}

bool PacketFilter::matches(const CapturedPacket& packet) {
    if (expression_.empty()) return true;
    Program& program = programFor(packet.link_type);
    ++program.packets;
    if (!program.compiled) return false;
    pcap_pkthdr header{};
    header.caplen = static_cast<bpf_u_int32>(packet.data.size());
    header.len = packet.wire_length;
    return pcap_offline_filter(&program.code, &header, packet.data.data()) != 0;
}

std::string PacketFilter::misfit() const {
    for (const auto& [link_type, program] : programs_) {
        if (program.compiled || program.packets == 0) continue;
        return std::to_string(program.packets) + " packets of link type " +
               std::to_string(link_type) + " were left out: " + program.problem + ".";
    }
    return {};
}

bool PacketFilter::hasFitted() const {
    return std::any_of(programs_.begin(), programs_.end(), [](const auto& entry) {
        return entry.second.compiled && entry.second.packets > 0;
    });
}

}  // namespace finrst
