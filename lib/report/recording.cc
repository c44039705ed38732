// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/recording.h"

#include "report/figure.h"
#include "report/report.h"

#include <algorithm>
#include <map>

namespace finrst {

namespace {

/// All of a header, and the text that a RST may carry; more memory than the 2 MB that tcpdump
/// begins with, so that a busy host drops nothing.
constexpr const char* kTcpdump = "tcpdump -i any -s 256 -B 65536 -w resets.pcap";
constexpr std::size_t kMostClients = 4;  // named in a filter

/// The connections to one service that were reset.
struct ResetService {
    std::uint32_t resets = 0;
    std::map<Address, std::uint32_t> senders;
    std::map<Address, std::uint32_t> clients;
};

template <typename Key, typename Value, typename Count>
const std::pair<const Key, Value>& most(const std::map<Key, Value>& counted, Count count) {
    return *std::max_element(counted.begin(), counted.end(), [&](const auto& a, const auto& b) {
        return count(a.second) < count(b.second);
    });
}

/// With all clients where they are few, else of the service as a whole.
std::string filterOf(const SocketAddress& server, const std::map<Address, std::uint32_t>& clients) {
    std::string filter =
        "tcp port " + std::to_string(server.port) + " and host " + server.address.toString();
    if (clients.size() > kMostClients) return filter;
    const char* separator = " and (";
    for (const auto& [client, resets] : clients) {
        filter += separator + ("host " + client.toString());
        separator = " or ";
    }
    return filter + ")";
}

}  // namespace

std::optional<Recording> recordingOf(const CaptureAnalysis& analysis,
                                     const std::vector<std::uint32_t>& resets) {
    std::map<std::pair<Address, std::uint16_t>, ResetService> services;
    for (const std::uint32_t index : resets) {
        const Reset& reset = analysis.resets()[index];
        const Flow flow = flowOf(analysis, reset);
        ResetService& service = services[{flow.server, flow.server_port}];
        ++service.resets;
        ++service.clients[flow.client];
        ++service.senders[analysis.hostOf(analysis.connectionOf(reset), reset.sender).address];
    }
    if (services.empty()) return std::nullopt;
    const auto& [server, service] = most(services, [](const ResetService& s) { return s.resets; });
    const Address& sender = most(service.senders, [](std::uint32_t count) { return count; }).first;
    return Recording{sender, std::string(kTcpdump) + " '" +
                                 filterOf({server.first, server.second}, service.clients) + "'"};
}

}  // namespace finrst
