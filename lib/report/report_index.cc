// SPDX-License-Identifier: GPL-2.0-or-later
#include "report_index.h"

namespace finrst {

namespace {

constexpr std::size_t kAtOnce = 1024;  // some milliseconds

template <typename Key>
using ServicesBy = std::map<Key, std::vector<const ServiceStatistics*>>;

template <typename Key>
void addTo(ServicesBy<Key>& index, const Key& key, const ServiceStatistics& service) {
    const auto named = index.find(key);
    if (named != index.end()) named->second.push_back(&service);
}

template <typename Key>
const std::vector<const ServiceStatistics*>& servicesIn(const ServicesBy<Key>& index,
                                                        const Key& key) {
    static const std::vector<const ServiceStatistics*> kNone;
    const auto named = index.find(key);
    return named == index.end() ? kNone : named->second;
}

}  // namespace

ReportIndex::ReportIndex(const Report& report) : report_(report) {
    const auto addHost = [this](const Address& address) {
        hosts_[address] = nullptr;
        by_host_[address];
    };
    for (const Incident& incident : report.incidents) {
        for (const Address& client : incident.clients.values()) addHost(client);
        for (const SocketAddress& server : incident.servers.values()) {
            addHost(server.address);
            by_server_[server];
        }
    }
}

bool ReportIndex::step() {
    if (next_host_ == report_.hosts.size() && next_service_ == report_.services.size())
        return false;
    for (std::size_t i = 0; i < kAtOnce; ++i) {
        if (next_host_ < report_.hosts.size()) {
            const HostStatistics& host = report_.hosts[next_host_++];
            const auto named = hosts_.find(host.address);
            if (named != hosts_.end()) named->second = &host;
        } else if (next_service_ < report_.services.size()) {
            const ServiceStatistics& service = report_.services[next_service_++];
            addTo(by_server_, {service.server, service.port}, service);
            addTo(by_host_, service.client, service);
            if (service.server != service.client) addTo(by_host_, service.server, service);
        }
    }
    return true;
}

const HostStatistics* ReportIndex::host(const Address& address) const {
    const auto named = hosts_.find(address);
    return named == hosts_.end() ? nullptr : named->second;
}

const std::vector<const ServiceStatistics*>& ReportIndex::servicesAt(
    const SocketAddress& server) const {
    return servicesIn(by_server_, server);
}

const std::vector<const ServiceStatistics*>& ReportIndex::servicesOf(const Address& host) const {
    return servicesIn(by_host_, host);
}

}  // namespace finrst
