// SPDX-License-Identifier: GPL-2.0-or-later
#include "report_index.h"

namespace finrst {

namespace {

constexpr std::size_t kAtOnce = 1024;  // some milliseconds

template <typename Key>
const std::vector<const ServiceStatistics*>& servicesIn(
    const std::map<Key, std::vector<const ServiceStatistics*>>& index, const Key& key) {
    static const std::vector<const ServiceStatistics*> kNone;
    const auto known = index.find(key);
    return known == index.end() ? kNone : known->second;
}

}  // namespace

bool ReportIndex::step() {
    if (next_host_ == report_.hosts.size() && next_service_ == report_.services.size())
        return false;
    for (std::size_t i = 0; i < kAtOnce; ++i) {
        if (next_host_ < report_.hosts.size()) {
            const HostStatistics& host = report_.hosts[next_host_++];
            hosts_.emplace(host.address, &host);
        } else if (next_service_ < report_.services.size()) {
            const ServiceStatistics& service = report_.services[next_service_++];
            by_server_[{service.server, service.port}].push_back(&service);
            by_host_[service.client].push_back(&service);
            if (service.server != service.client) by_host_[service.server].push_back(&service);
        }
    }
    return true;
}

const HostStatistics* ReportIndex::host(const Address& address) const {
    const auto known = hosts_.find(address);
    return known == hosts_.end() ? nullptr : known->second;
}

const std::vector<const ServiceStatistics*>& ReportIndex::servicesAt(
    const SocketAddress& server) const {
    return servicesIn(by_server_, server);
}

const std::vector<const ServiceStatistics*>& ReportIndex::servicesOf(const Address& host) const {
    return servicesIn(by_host_, host);
}

}  // namespace finrst
