// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/recording.h"

#include "report/figure.h"
#include "report/report.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace finrst {

namespace {

/// All of a header, and the text that a RST may carry; more memory than the 2 MB that tcpdump
/// begins with, so that a busy host drops nothing.
constexpr const char* kTcpdump = "tcpdump -i any -s 256 -B 65536 -w resets.pcap";
constexpr std::size_t kMostClients = 4;  // named in a filter

/// The resets of a service.
struct OfService {
    std::uint32_t resets = 0;
    std::map<Address, std::uint32_t> senders;  ///< with how many they sent
    std::set<Address> clients;                 ///< one more than a filter names at most
};

/// The one that has most, of equals the least. Requires that there is any.
template <typename Item, typename Value, typename Count>
const std::pair<const Item, Value>& findMost(const std::map<Item, Value>& items, Count count) {
    const auto has_less = [&](const auto& a, const auto& b) {
        return count(a.second) < count(b.second);
    };
    return *std::max_element(items.begin(), items.end(), has_less);
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
    std::map<std::pair<Address, std::uint16_t>, OfService> services;
    for (const std::uint32_t index : resets) {
        const Reset& reset = analysis.resets()[index];
        const Flow flow = flowOf(analysis, reset);
        OfService& service = services[{flow.server, flow.server_port}];
        ++service.resets;
        ++service.senders[analysis.hostOf(analysis.connectionOf(reset), reset.sender).address];
        if (service.clients.size() <= kMostClients) service.clients.insert(flow.client);
    }
    const auto& [server, service] =
        findMost(services, [](const OfService& one) { return one.resets; });
    const Address sender = findMost(service.senders, [](std::uint32_t sent) { return sent; }).first;
    return Recording{sender, std::string(kTcpdump) + " '" +
                                 filterOf({server.first, server.second}, service.clients) + "'"};
}

}  // namespace finrst
