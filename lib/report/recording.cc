// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/recording.h"

#include "report/figure.h"
#include "report/report.h"

#include <algorithm>
#include <set>
#include <utility>

namespace finrst {

namespace {

/// All of a header, and the text that a RST may carry; more memory than the 2 MB that tcpdump
/// begins with, so that a busy host drops nothing.
constexpr const char* kTcpdump = "tcpdump -i any -s 256 -B 65536 -w resets.pcap";
constexpr std::size_t kMostClients = 4;  // named in a filter

/// The one that is there most often, of equals the least. Requires that there is any.
template <typename Item>
Item mostFrequent(std::vector<Item> items) {
    std::sort(items.begin(), items.end());
    auto best = items.begin();
    std::ptrdiff_t most = 0;
    for (auto begin = items.begin(); begin != items.end();) {
        const auto end = std::upper_bound(begin, items.end(), *begin);
        if (end - begin > most) {
            most = end - begin;
            best = begin;
        }
        begin = end;
    }
    return *best;
}

/// With all clients where they are few, else of the service as a whole.
std::string filterOf(const SocketAddress& server, const std::set<Address>& clients) {
    std::string filter =
        "tcp port " + std::to_string(server.port) + " and host " + server.address.toString();
    if (clients.size() > kMostClients) return filter;
    const char* separator = " and (";
    for (const Address& client : clients) {
        filter += separator + ("host " + client.toString());
        separator = " or ";
    }
    return filter + ")";
}

}  // namespace

std::optional<Recording> recordingOf(const CaptureAnalysis& analysis,
                                     const std::vector<std::uint32_t>& resets) {
    if (resets.empty()) return std::nullopt;
    std::vector<std::pair<Address, std::uint16_t>> servers;
    servers.reserve(resets.size());
    for (const std::uint32_t index : resets) {
        const Flow flow = flowOf(analysis, analysis.resets()[index]);
        servers.emplace_back(flow.server, flow.server_port);
    }
    const auto server = mostFrequent(std::move(servers));
    std::vector<Address> senders;
    std::set<Address> clients;
    for (const std::uint32_t index : resets) {
        const Reset& reset = analysis.resets()[index];
        const Flow flow = flowOf(analysis, reset);
        if (std::pair(flow.server, flow.server_port) != server) continue;
        clients.insert(flow.client);
        senders.push_back(analysis.hostOf(analysis.connectionOf(reset), reset.sender).address);
    }
    return Recording{
        mostFrequent(std::move(senders)),
        std::string(kTcpdump) + " '" + filterOf({server.first, server.second}, clients) + "'"};
}

}  // namespace finrst
